import { consentVersion, type Receipt, receiptSchema } from '@jiekun/schema'
import { caseViewSchema } from '@jiekun/schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { samplePhoto } from '../samples/sample-photo.ts'
import { eventually, type House, openHouse } from './house.ts'
import { problemOf } from './refusals.ts'
import { openReviewDesk, type ReviewDesk } from './review.ts'
import { allHeard, allRows, countOf } from './rows.ts'
import { silenceOffices } from './untold-case.ts'
import { visit } from './visitor.ts'

let house: House
let desk: ReviewDesk
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  desk = await openReviewDesk(house)
})
afterAll(() => house.close())

const consent = { version: consentVersion }
const neighbour = { kind: 'neighbour', name: '巴特尔', phone: '13911112222', messagesTo: 'both', consent }

let people = 0
interface Helped extends Receipt {
  params: { caseNumber: string }
  agent: NonNullable<Receipt['agent']>
}
const submit = (agent: object, id = 'H12') =>
  house.send('POST', '/api/v1/applications', {
    json: { ...newApplication(workedHousehold(id).household, ++people), agent },
  })
/** A case that an agent brought in, under review. */
async function apply(agent: object = neighbour, id?: string): Promise<Helped> {
  const receipt = receiptSchema.parse((await submit(agent, id)).json)
  if (!receipt.agent) throw new Error('no agent on the receipt')
  await eventually(async () => ((await view(receipt)).state === 'submitted' ? undefined : true))
  return { ...receipt, agent: receipt.agent, params: { caseNumber: receipt.caseNumber } }
}
/** One more case of the same agent. */
const applyAgain = ({ agent }: Helped) => apply({ kind: 'officer', unit: '昆区总工会', consent, ...agent })
const view = async ({ caseNumber, accessCode }: Pick<Receipt, 'caseNumber' | 'accessCode'>) =>
  caseViewSchema.parse((await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })).json)
const listOf = async ({ agent }: Pick<Helped, 'agent'>) => {
  const { status, text } = await visit(house).post('/helping', agent)
  return { status, text }
}
const open = ({ agent }: Helped, { caseNumber }: Helped) => visit(house).post('/helping/case', { ...agent, caseNumber })
const say = ({ caseNumber, accessCode }: Helped, form: Record<string, string>) =>
  visit(house).post('/status/agent', { caseNumber, accessCode, ...form })

describe('an application by an agent', () => {
  it.each([
    ['nobody has agreed', { ...neighbour, consent: undefined }, 'agent.consent'],
    ['an officer names no unit', { ...neighbour, kind: 'officer' }, 'agent.unit'],
    ['the agent has no name', { kind: 'family', phone: '13911112222', consent }, 'agent.name'],
    ['a number comes without its code', { kind: 'family', agentNumber: 'DB-AAAA-BBBB', consent }, 'agent.agentCode'],
    [
      'number and code do not fit',
      { kind: 'family', agentNumber: 'DB-AAAA-BBBB', agentCode: 'x', consent },
      'agent.agentCode',
    ],
  ])('is refused where %s', async (_case, agent, path) => {
    const refused = await submit(agent)
    expect([refused.status, refused.json]).toEqual([
      422,
      expect.objectContaining({ errors: expect.arrayContaining([expect.objectContaining({ path })]) }),
    ])
  })

  it('keeps who they are sealed, and shows it masked to staff and to the applicant', async () => {
    const helped = await apply()
    const text = JSON.stringify(await allRows(house.db))
    for (const value of [neighbour.name, neighbour.phone]) expect(text).not.toContain(value)
    const shown = {
      name: '巴**',
      phone: '139******22',
      kind: 'neighbour',
      unit: null,
      messagesTo: 'both',
      endedAt: null,
    }
    const staff = await house.client('county_reviewer', '150000')
    expect((await staff.readApplication({ params: helped.params })).body.application.agent).toMatchObject(shown)
    expect((await view(helped)).agent).toMatchObject(shown)
    const { caseNumber, accessCode } = helped
    const exported = await house.send('POST', '/api/v1/status/export', { json: { caseNumber, accessCode } })
    expect(exported.json).toMatchObject({ cases: [{ agent: shown }] })
  })
})

describe('the page of an agent', () => {
  it('lists the cases that they brought in, and no case of another', async () => {
    const mine = await apply()
    const again = await applyAgain(mine)
    const other = await apply({ ...neighbour, name: '图雅' })
    expect(again.agent.agentNumber).toBe(mine.agent.agentNumber)
    const { status, text } = await listOf(mine)
    expect(status).toBe(200)
    for (const { caseNumber } of [mine, again]) expect(text).toContain(caseNumber)
    expect(text).not.toContain(other.caseNumber)
    expect(text).toContain('乌***')
    const public_ = await house.client()
    const { items } = (await public_.listHelpedCases({ body: mine.agent })).body
    expect(items.map(({ caseNumber }) => caseNumber).toSorted()).toEqual([mine.caseNumber, again.caseNumber].toSorted())
    expect((await open(mine, other)).status).toBe(404)
    expect((await open(mine, again)).status).toBe(200)
  })

  it('shows a case without what is the applicant’s alone; each look stands on the applicant’s page', async () => {
    const helped = await apply()
    expect((await view(helped)).accesses).toEqual([])
    await listOf(helped)
    const { text } = await open(helped, helped)
    expect(text).toContain('当地工会一般在')
    for (const part of ['1502***', '幸福小区', '撤回同意', '导出', 'accessCode', '/status/'])
      expect(text).not.toContain(part)
    const { accesses } = await view(helped)
    expect(accesses.map(({ kind, fields }) => [kind, fields])).toEqual([
      ['agent', ['case']],
      ['agent', ['list']],
    ])
  })

  it('takes documents, and hands a returned case back', async () => {
    const helped = await apply()
    const form = { ...helped.agent, caseNumber: helped.caseNumber }
    const given = await visit(house).upload(
      '/helping/documents/files',
      { ...form, item: 'household_register:' },
      { bytes: samplePhoto('jpg') },
    )
    expect(given.status).toBe(200)
    expect(await countOf(house.db, 'documents WHERE case_number = ?', helped.caseNumber)).toBe(1)
    await desk.reviewer.claimApplication({ params: helped.params, ifMatch: '*' })
    await desk.reviewer.returnApplication({
      params: helped.params,
      ifMatch: '*',
      body: { items: ['income_proof'], note: '请补充收入证明' },
    })
    expect((await open(helped, helped)).text).toContain('请补充收入证明')
    const back = await visit(house).post('/helping/hand-back', form)
    expect(back.text).toContain('交回')
    const staff = await house.client('county_reviewer', '150000')
    const { history } = (await staff.readApplication({ params: helped.params })).body
    expect(history.map(({ actor }) => actor)).toContain(`agent:${helped.agent.agentNumber}`)
  })

  it('takes a file in parts, from nobody but the agent of the case', async () => {
    const helped = await apply()
    const bytes = samplePhoto('png')
    const content = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
    const named = { caseNumber: helped.caseNumber, content, total: String(bytes.byteLength) }
    const send = ({ agent }: Pick<Helped, 'agent'>) =>
      visit(house).upload('/helping/documents/parts', { ...agent, ...named, start: '0' }, { bytes })
    const parts = () => countOf(house.db, 'document_parts WHERE holder = ?', helped.caseNumber)
    const other = await apply({ ...neighbour, name: '图雅' })
    const wrong = { agent: { ...helped.agent, agentCode: 'AAAA-BBBB-CCCC' } }
    expect([(await send(wrong)).status, (await send(other)).status, await parts()]).toEqual([404, 404, 0])
    const { status, text } = await send(helped)
    expect([status, JSON.parse(text), await parts()]).toEqual([200, { received: bytes.byteLength }, 1])
    const form = { ...helped.agent, ...named, item: 'household_register:' }
    expect((await visit(house).upload('/helping/documents/files', form, undefined)).status).toBe(200)
    expect(await countOf(house.db, 'documents WHERE case_number = ?', helped.caseNumber)).toBe(1)
  })

  it('shows emergency aid from the answer of its office, and not when it goes out', async () => {
    const helped = await apply()
    const aid = await eventually(
      async () =>
        (await house.db
          .prepare("SELECT id FROM referrals WHERE plan_id = ? AND measure = 'M603' AND state = 'sent'")
          .bind(helped.caseNumber)
          .first<{ id: string }>()) ?? undefined,
    )
    const seen = async () => {
      const { text } = await open(helped, helped)
      return [text.includes('id="measures"'), text.includes('临时救助')]
    }
    expect(await seen()).toEqual([false, false])
    await desk.reviewer.answerReferral({ params: { id: aid.id }, ifMatch: '*', body: { type: 'referral.accepted' } })
    await eventually(async () => ((await seen())[0] ? true : undefined))
    expect(await seen()).toEqual([true, true])
  })

  it('rests after ten wrong codes, also for the right one, and other agents go on', async () => {
    const [mine, other] = [await apply(), await apply()]
    for (let times = 0; times < 10; times++) {
      const wrong = { ...mine, agent: { ...mine.agent, agentCode: 'AAAA-BBBB-CCCC' } }
      expect((await listOf(wrong)).status).toBe(404)
    }
    expect((await listOf(mine)).status).toBe(429)
    expect((await listOf(other)).status).toBe(200)
  })
})

describe('the applicant', () => {
  it('ends it at once: the agent reads and does nothing more, and the access code is a new one', async () => {
    const helped = await apply()
    const kept = await applyAgain(helped)
    const ended = await say(helped, { ends: 'yes' })
    const accessCode = /id="access-code">\s*([\w-]+)/.exec(ended.text)?.[1] ?? ''
    expect([ended.status, accessCode === helped.accessCode]).toEqual([200, false])
    const form = { ...helped.agent, caseNumber: helped.caseNumber }
    const tried = await Promise.all([
      visit(house).post('/helping/case', form),
      visit(house).post('/helping/hand-back', form),
      visit(house).upload(
        '/helping/documents/files',
        { ...form, item: 'household_register:' },
        { bytes: samplePhoto('jpg') },
      ),
      visit(house).post('/status', { caseNumber: helped.caseNumber, accessCode: helped.accessCode }),
    ])
    expect(tried.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    const { text } = await listOf(helped)
    expect([text.includes(helped.caseNumber), text.includes(kept.caseNumber)]).toEqual([false, true])
    const now = await view({ caseNumber: helped.caseNumber, accessCode })
    expect(now.agent).toMatchObject({ endedAt: expect.any(String), messagesTo: 'applicant' })
    expect(now.timeline.at(-1)?.type).toBe('agent.ended')
    const public_ = await house.client()
    const again = { caseNumber: helped.caseNumber, accessCode }
    expect(await problemOf(public_.endAgent({ body: again }))).toMatchObject({ status: 409 })
  })

  it('ends with it what was opened with the code before, and loses nothing of what was typed there', async () => {
    const helped = await apply()
    const { caseNumber, accessCode } = helped
    const agent = visit(house)
    await agent.post('/status/facts', { caseNumber, accessCode })
    const { status, text } = await agent.get('/status/facts/housing')
    expect([status, text.includes('name="rentMonthYuan"')]).toEqual([200, true])
    await say(helped, { ends: 'yes' })
    const shut = await agent.get('/status/facts/housing')
    expect([shut.status, shut.location, shut.text.includes('name="rentMonthYuan"')]).toEqual([303, '/status', false])
    expect(await countOf(house.db, 'correction_drafts WHERE id = ?', caseNumber)).toBe(1)
  })

  it('leaves nothing open that was being opened with the code before at that moment', async () => {
    const { caseNumber, accessCode } = await apply()
    // The new code comes between the look at the old one and what it opens.
    await house.db
      .prepare(
        `CREATE TRIGGER ended AFTER INSERT ON correction_drafts BEGIN
           UPDATE applications SET access_round = access_round + 1 WHERE id = NEW.id; END`,
      )
      .run()
    const agent = visit(house)
    await agent.post('/status/facts', { caseNumber, accessCode })
    await house.db.prepare('DROP TRIGGER ended').run()
    expect((await agent.get('/status/facts/housing')).text).not.toContain('name="rentMonthYuan"')
  })

  it('ends it also where two taps come at once, with one new code', async () => {
    const helped = await apply()
    const public_ = await house.client()
    const { caseNumber, accessCode } = helped
    const [one, two] = await Promise.allSettled([
      public_.endAgent({ body: { caseNumber, accessCode } }),
      public_.endAgent({ body: { caseNumber, accessCode } }),
    ])
    const codes = [one, two].flatMap((each) => (each.status === 'fulfilled' ? [each.value.body.accessCode] : []))
    expect(new Set(codes).size).toBe(1)
    expect((await view({ caseNumber, accessCode: codes[0] ?? '' })).agent?.endedAt).not.toBeNull()
  })
})

describe('messages', () => {
  const sent = async ({ caseNumber }: Helped) => {
    await eventually(() => allHeard(house.db))
    const staff = await house.client('county_reviewer', '150000')
    const { items } = (await staff.listNotifications({ query: { caseNumber, limit: '100' } })).body
    return items.map(({ recipient, template, body }) => ({ recipient, template, body }))
  }

  it.each([
    ['applicant', ['applicant']],
    ['agent', ['agent']],
    ['both', ['agent', 'applicant']],
  ])('go to whom was chosen: %s, and name nobody', async (messagesTo, recipients) => {
    const helped = await apply({ ...neighbour, messagesTo })
    const received = (await sent(helped)).filter(({ template }) => template === 'received')
    expect(received.map(({ recipient }) => recipient).toSorted()).toEqual(recipients)
    for (const { recipient, body } of received) {
      expect(body).toContain(recipient === 'agent' ? '您代办的申请' : '您的申请')
      for (const value of [neighbour.name, neighbour.phone, '乌云']) expect(body).not.toContain(value)
    }
    // What the agent was sent is no message of the applicant's.
    expect((await view(helped)).messages.length > 0).toBe(messagesTo !== 'agent')
  })

  it('go to whom the applicant chooses later, and to the applicant alone once it is ended', async () => {
    const helped = await apply({ ...neighbour, messagesTo: 'applicant' })
    expect((await say(helped, { messagesTo: 'agent' })).text).toContain('已保存')
    await desk.decline(helped.caseNumber)
    const of = async (template: string) =>
      (await sent(helped)).filter((each) => each.template === template).map(({ recipient }) => recipient)
    expect(await of('declined')).toEqual(['agent'])
    const other = await apply({ ...neighbour, messagesTo: 'agent' })
    await say(other, { ends: 'yes' })
    await desk.decline(other.caseNumber)
    await eventually(() => allHeard(house.db))
    expect(
      (await sent(other)).filter(({ template }) => template === 'declined').map(({ recipient }) => recipient),
    ).toEqual(['applicant'])
  })
})

describe('what is held on an agent', () => {
  it('goes with the last case that they brought in', async () => {
    const first = await apply({ ...neighbour, name: '苏日娜' }, 'H16')
    const second = await apply({ kind: 'family', consent, ...first.agent }, 'H16')
    const staff = await house.client('city_approver', '150000')
    const erase = async ({ caseNumber, params }: Helped) => {
      await desk.decline(caseNumber)
      await staff.eraseApplication({ params, ifMatch: '*', body: { reason: '本人撤回同意', consentWithdrawn: true } })
    }
    const agents = () => countOf(house.db, 'agents WHERE id = ?', first.agent.agentNumber)
    await erase(first)
    expect([await agents(), await countOf(house.db, 'case_agents WHERE application_id = ?', first.caseNumber)]).toEqual(
      [1, 0],
    )
    await erase(second)
    expect(await agents()).toBe(0)
  })
})

describe('the form', () => {
  const form = (answers: Record<string, string>) => ({
    applyingFor: 'family',
    knownAgent: 'no',
    agentName: '哈斯',
    agentPhone: '13922223333',
    messagesTo: 'both',
    agentAgreed: 'true',
    ...answers,
  })
  const begin = async (answers: Record<string, string>) => {
    const visitor = visit(house)
    const begun = await visitor.post('/apply', answers)
    const page = await visitor.get(begun.location ?? '')
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    return { visitor, begun, page, csrf }
  }

  it('asks who applies only where somebody applies for another', async () => {
    expect((await begin({})).begun.location).toBe('/apply/person')
    expect((await begin({ applyingFor: 'self' })).begun.location).toBe('/apply/person')
    const { visitor, page, begun, csrf } = await begin({ applyingFor: 'officer' })
    expect([begun.location, page.text.includes('name="agentUnit"')]).toEqual(['/apply/agent', true])
    const lacking = await visitor.post('/apply/agent', form({ csrf, applyingFor: 'officer', shown: 'agentUnit' }))
    expect([lacking.status, lacking.text.includes('href="#agentUnit"')]).toEqual([422, true])
    const disagreed = await visitor.post('/apply/agent', { ...form({ csrf, shown: 'agentAgreed' }), agentAgreed: '' })
    expect([disagreed.status, disagreed.text.includes('href="#agentAgreed"')]).toEqual([422, true])
    expect((await visitor.post('/apply/agent', form({ csrf }))).location).toBe('/apply/person')
    expect((await visitor.get('/apply/overview')).text).toContain('替别人填写')
  })

  it('knows an agent by number and code, keeps no code, and asks for it again with another number', async () => {
    const { agent } = await apply()
    const { visitor, csrf } = await begin({ applyingFor: 'family' })
    const known = form({
      csrf,
      knownAgent: 'yes',
      agentNumber: agent.agentNumber.toLowerCase(),
      agentCode: agent.agentCode,
    })
    const wrong = await visitor.post('/apply/agent', { ...known, agentCode: 'AAAA-BBBB-CCCC' })
    expect([wrong.status, wrong.text.includes('对不上')]).toEqual([422, true])
    expect((await visitor.post('/apply/agent', known)).location).toBe('/apply/person')
    const shown = await visitor.get('/apply/agent')
    expect(shown.text).not.toContain(agent.agentCode)
    expect((await visitor.post('/apply/agent', { ...known, agentCode: '' })).location).toBe('/apply/person')
    const other = { ...known, agentNumber: 'DB-AAAA-BBBB', agentCode: '', shown: 'agentCode' }
    expect((await visitor.post('/apply/agent', other)).status).toBe(422)
  })

  it('is begun from the list of an agent with the number filled in', async () => {
    const { agent } = await apply()
    const { page } = await begin({ applyingFor: 'neighbour', ...agent })
    expect([page.text.includes(`value="${agent.agentNumber}"`), page.text.includes(agent.agentCode)]).toEqual([
      true,
      false,
    ])
    const forged = await begin({ applyingFor: 'neighbour', agentNumber: agent.agentNumber, agentCode: 'x' })
    expect(forged.page.text).not.toContain(`value="${agent.agentNumber}"`)
  })
})
