import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { samplePhoto } from '../samples/sample-photo.ts'
import { eventually, type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openStaff, type StaffMember } from './review.ts'
import { allRows, countOf } from './rows.ts'
import { silenceOffices } from './untold-case.ts'
import { type Page, visit } from './visitor.ts'

let house: House
let reviewer: StaffMember
let colleague: StaffMember
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  reviewer = await openStaff(house, 'county_reviewer')
  colleague = await openStaff(house, 'county_reviewer')
})
afterAll(() => house.close())

const ifMatch = '*'
const missing = {
  items: ['income_proof' as const, 'medical_proof' as const],
  note: '请补交 <b>最近</b> 三个月的工资单',
}

async function underReview(json: ReturnType<typeof newApplication>) {
  const { caseNumber, accessCode } = receiptSchema.parse(
    (await house.send('POST', '/api/v1/applications', { json })).json,
  )
  const params = { caseNumber }
  const read = async () => (await reviewer.api.readApplication({ params })).body
  await reviewedAgain(caseNumber)
  return { caseNumber, accessCode, params, read }
}
const reviewedAgain = (caseNumber: string) =>
  eventually(async () => {
    const { body } = await reviewer.api.readApplication({ params: { caseNumber } })
    return body.application.state === 'under_review' ? body : undefined
  })

describe('what is returned', () => {
  async function returned(language: 'zh-CN' | 'en', sequence: number) {
    const json = { ...newApplication(workedHousehold('H12').household, sequence), language }
    const { caseNumber, accessCode, params } = await underReview(json)
    await reviewer.api.claimApplication({ params, ifMatch })
    const { body } = await reviewer.api.returnApplication({ params, ifMatch, body: missing })
    return { caseNumber, accessCode, head: body }
  }
  const messageOf = (caseNumber: string) =>
    eventually(async () => {
      const { body } = await reviewer.api.listNotifications({ query: { caseNumber, limit: 100 } })
      return body.items.find(({ template }) => template === 'returned')?.body
    })

  it('waits for its applicant, who reads on the status page and in a message what is missing, and until when', async () => {
    const { caseNumber, accessCode, head } = await returned('zh-CN', 1)
    expect(head).toMatchObject({ state: 'returned', missing, claimedBy: null })
    expect(await messageOf(caseNumber)).toContain('还需要补充：收入证明、病历或医疗费用单据')
    const page = await house.send('POST', '/status', {
      body: new URLSearchParams({ caseNumber, accessCode }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const [year, month, day] = (head.dueOn ?? '').split('-').map(Number)
    for (const text of ['需要您补充情况', '收入证明', '病历或医疗费用单据', '请补交', `${year}年${month}月${day}日`]) {
      expect(page.text).toContain(text)
    }
    expect(page.text).not.toContain('<b>最近')
    const { body: view } = await (await house.client()).readCaseStatus({ body: { caseNumber, accessCode } })
    expect(view).toMatchObject({ state: 'returned', missing })
    expect(JSON.stringify(view)).not.toContain(reviewer.id)
  })

  it('is told in English to who applied in English', async () => {
    const { caseNumber } = await returned('en', 2)
    expect(await messageOf(caseNumber)).toContain('still needs: proof of income; medical records or bills')
  })

  it('is still the one open application of its person', async () => {
    const { caseNumber, accessCode } = await returned('zh-CN', 3)
    const again = await house.send('POST', '/api/v1/applications', {
      json: newApplication(workedHousehold('H12').household, 3),
      headers: { 'access-code': accessCode },
    })
    expect(again).toMatchObject({ status: 409, json: { caseNumber } })
  })

  it('is handed back by its applicant with the paper that was missing, once, and is reviewed again', async () => {
    const { caseNumber, accessCode } = await returned('zh-CN', 5)
    const visitor = visit(house)
    const page = await visitor.post('/status', { caseNumber, accessCode })
    expect(page.text).toContain('补充好了，交回审核')
    const form = { caseNumber, accessCode, item: 'bills:' }
    await visitor.upload('/status/documents/files', form, { bytes: samplePhoto('jpg') })
    const back = await visitor.post('/status/hand-back', { caseNumber, accessCode })
    expect(back.text).toContain('已交回')
    expect((await visitor.post('/status/hand-back', { caseNumber, accessCode })).text).not.toContain('已交回')
    expect((await visit(house).post('/status/hand-back', { caseNumber, accessCode: 'AAAABBBBCCCC' })).status).toBe(404)
    const params = { caseNumber }
    const read = await eventually(async () => {
      const { body } = await reviewer.api.readApplication({ params })
      return body.application.state === 'under_review' ? body : undefined
    })
    expect(read.application).toMatchObject({ missing: null, claimedBy: null })
    expect(read.determination).not.toBeNull()
    expect(read.timeline.map(({ type }) => type).filter((type) => /document|handed/.test(type))).toEqual([
      'document.added',
      'application.handed_back',
    ])
    const given = await reviewer.api.listDocuments({ params })
    expect(given.body.items).toMatchObject([{ kind: 'bills' }])
    // What is under review cannot be handed back.
    expect((await visitor.post('/status/hand-back', { caseNumber, accessCode })).text).not.toContain('已交回')
    expect((await reviewer.api.readApplication({ params })).body.application.version).toBe(read.application.version)
  })

  it('can be declined once the time of the applicant is over, and not before', async () => {
    const { caseNumber } = await returned('zh-CN', 4)
    const decline = () =>
      colleague.api.declineApplication({ params: { caseNumber }, ifMatch, body: { reason: '逾期未补充' } })
    expect(await refusalOf(decline())).toEqual([409, 'wrong-state'])
    await house.db.prepare("UPDATE applications SET due_on = '2026-01-05' WHERE id = ?").bind(caseNumber).run()
    expect((await decline()).body.state).toBe('declined')
  })
})

describe('an applicant who puts the facts right', () => {
  let sequence = 50
  /** Somebody whose case was returned, on the pages of its correction. */
  async function correcting({ isReturned = true } = {}) {
    const found = await underReview(newApplication(workedHousehold('H12').household, sequence++))
    const { params, caseNumber, accessCode } = found
    if (isReturned) {
      await reviewer.api.claimApplication({ params, ifMatch })
      await reviewer.api.returnApplication({ params, ifMatch, body: missing })
    }
    const begin = async () => {
      const visitor = visit(house)
      const begun = await visitor.post('/status/facts', { caseNumber, accessCode })
      expect([begun.status, begun.location]).toEqual([303, '/status/facts/overview'])
      const csrf = hiddenOf(await visitor.get('/status/facts/housing'), 'csrf')
      /** Saves a page with one answer changed. */
      const save = async (page: string, change: Record<string, string>) => {
        const fields = fieldsOn((await visitor.get(`/status/facts/${page}`)).text)
        return visitor.post(`/status/facts/${page}`, { ...fields, ...change })
      }
      const seen = async () => hiddenOf(await visitor.get('/status/facts/check'), 'version')
      const send = async (more: Record<string, string> = {}) => {
        const version = more.version ?? (await seen())
        const form = { csrf, reason: '漏填了房租', declaration: 'true', ...more, version }
        return visitor.post('/status/facts/check', form)
      }
      return { visitor, csrf, save, seen, send }
    }
    return { ...found, begin, ...(await begin()) }
  }
  const hiddenOf = (page: Page, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? ''
  /** What a browser without JavaScript would send of a page as it is. */
  function fieldsOn(text: string): Record<string, string> {
    const shown = text.replace(/<template>.*?<\/template>/gs, '')
    const inputs = [...shown.matchAll(/<input ([^>]*)>/g)].flatMap(([, attributes = '']) => {
      const of = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1]
      const isChosen = !/type="(radio|checkbox)"/.test(attributes) || /(^| )checked/.test(attributes)
      return isChosen && of('name') !== 'shown' ? [[of('name') ?? '', of('value') ?? ''] as const] : []
    })
    const selects = [...shown.matchAll(/<select [^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs)].map(
      ([, name = '', options = '']) => [name, /value="([^"]*)" selected/.exec(options)?.[1] ?? ''] as const,
    )
    return Object.fromEntries([...inputs, ...selects])
  }
  const correctionsOf = (caseNumber: string) => countOf(house.db, 'corrections WHERE application_id = ?', caseNumber)
  const draftsOf = (caseNumber: string) => countOf(house.db, 'correction_drafts WHERE id = ?', caseNumber)

  it('sees what was asked, changes one answer, and it is determined and reviewed anew, once for two taps', async () => {
    const { caseNumber, accessCode, visitor, save, seen, send, read } = await correcting()
    const before = await read()
    const overview = (await visitor.get('/status/facts/overview')).text
    for (const text of ['收入证明', '请补交 &lt;b&gt;', '姓名、身份证号码', '电话 12351'])
      expect(overview).toContain(text)
    expect((await save('housing', { rentMonthYuan: '650.50' })).location).toBe('/status/facts/overview')
    expect((await visitor.get('/status/facts/overview')).text).toContain('改了 1 处')
    const check = (await visitor.get('/status/facts/check')).text
    const rent = before.application.facts?.rentMonthFen ?? 0
    expect(check).toMatch(new RegExp(`<del>${rent / 100}</del>.*<ins>650\\.50</ins>`, 's'))
    const unsigned = await send({ declaration: '', reason: '' })
    expect([unsigned.status, await correctionsOf(caseNumber)]).toEqual([422, 0])
    expect(unsigned.text).toContain('请勾选声明')
    const version = await seen()
    const both = await Promise.all([send({ version }), send({ version })])
    expect(both.map(({ status, location }) => [status, location])).toEqual(Array(2).fill([303, '/status/facts/sent']))
    expect((await send({ version })).location).toBe('/status/facts/sent')
    expect((await visitor.get('/status/facts/sent')).text).toContain('改正已提交')
    expect([await correctionsOf(caseNumber), await draftsOf(caseNumber)]).toEqual([1, 0])

    const after = await reviewedAgain(caseNumber)
    expect(after.application).toMatchObject({ missing: null, claimedBy: null })
    expect(after.application.facts).toEqual({ ...before.application.facts, rentMonthFen: 65_050 })
    expect(after.application.members).toEqual(before.application.members)
    expect(after.determination?.id).not.toBe(before.determination?.id)
    expect(await countOf(house.db, "audit WHERE subject = ? AND action = 'declaration.signed'", caseNumber)).toBe(1)
    // What the reviewer wrote stays in the history, and what was put right is read by staff.
    expect(after.history.map(({ step, actor, reason }) => [step, actor === 'public', reason])).toEqual(
      expect.arrayContaining([
        ['return', false, missing.note],
        ['correct', true, null],
      ]),
    )
    const { body } = await reviewer.api.listCorrections({ params: { caseNumber } })
    expect(body.items).toMatchObject([
      { by: 'public', reason: '漏填了房租', changes: [{ field: 'facts.rentMonthFen', before: rent, after: 65_050 }] },
    ])
    const page = await visit(house).post('/status', { caseNumber, accessCode })
    expect(page.text).toContain('信息已更正（您自己改正）：每个月的房租')
    const { body: told } = await reviewer.api.listNotifications({ query: { caseNumber, limit: 100 } })
    expect(told.items.map(({ template }) => template)).toContain('corrected')
  })

  it('asks for the consent of a guardian for a child who is new, and for nobody else', async () => {
    const { caseNumber, visitor, csrf, save, send, read } = await correcting({ isReturned: false })
    await save('housing', { rentMonthYuan: '651' })
    expect((await visitor.get('/status/facts/guardians')).status).toBe(404)
    const { application } = await read()
    const child = application.members.find(({ relation }) => relation === 'child')
    const own = fieldsOn((await visitor.get(`/status/facts/members/${child?.memberId}`)).text)
    await visitor.post('/status/facts/members/newborn', { ...own, birthDate: '2026-01-02' })
    expect((await visitor.get('/status/facts/overview')).text).toContain('href="/status/facts/guardians"')
    const lacking = await send()
    expect([lacking.status, await correctionsOf(caseNumber)]).toEqual([422, 0])
    expect(lacking.text).toContain('<a href="/status/facts/guardians">监护人的同意')
    const page = (await visitor.get('/status/facts/guardians')).text
    expect(page).toContain('2026年1月2日出生）不满 14 周岁')
    expect([...page.matchAll(/<legend>[^<]*监护人是谁/g)]).toHaveLength(1)
    const names = ['guardian', 'guardianName', 'guardianAgrees'].map((name) => `${name}-newborn`)
    const answer = (...values: string[]) =>
      visitor.post('/status/facts/guardians', [
        ['csrf', csrf],
        ...names.map((name): [string, string] => ['shown', name]),
        ...values.map((value, at): [string, string] => [names[at] ?? '', value]),
      ])
    const half = await answer('parent', '斯琴高娃')
    expect([half.status, half.text.includes('href="#guardianAgrees-newborn"')]).toEqual([422, true])
    expect((await answer('parent', '斯琴高娃', 'true')).location).toBe('/status/facts/overview')
    expect((await visitor.get('/status/facts/check')).text).toContain('斯琴高娃')
    expect((await send()).location).toBe('/status/facts/sent')
    const after = await reviewedAgain(caseNumber)
    expect(after.application.members.map(({ memberId }) => memberId)).toContain('newborn')
    expect(after.application.guardianConsents.filter(({ memberId }) => memberId === 'newborn')).toMatchObject([
      { relation: 'parent', guardian: '斯***' },
    ])
    expect(JSON.stringify(await allRows(house.db))).not.toContain('斯琴高娃')
  })

  it('adds a member, takes one out, and changes a telephone with the facts in the same correction', async () => {
    const { caseNumber, visitor, csrf, save, send, read } = await correcting({ isReturned: false })
    const { application } = await read()
    const child = application.members.find(({ relation }) => relation === 'child')
    const own = fieldsOn((await visitor.get(`/status/facts/members/${child?.memberId}`)).text)
    await visitor.post('/status/facts/members/newborn', { ...own, birthDate: '2026-01-02' })
    await visitor.post(`/status/facts/members/${child?.memberId}/remove`, { csrf })
    const agreed = { 'guardian-newborn': 'applicant_parent', 'guardianAgrees-newborn': 'true' }
    await visitor.post('/status/facts/guardians', { csrf, ...agreed })
    await save('person', { phone: '139 0000 0077' })
    expect((await visitor.get('/status/facts/check')).text).toMatch(/新加的家人.*2026/s)
    expect((await send()).location).toBe('/status/facts/sent')
    const after = await reviewedAgain(caseNumber)
    const others = application.members.filter((member) => member !== child)
    expect(after.application.members).toEqual([...others, { ...child, memberId: 'newborn', birthDate: '2026-01-02' }])
    expect(after.application.applicant.phone).toBe('139******77')
    const { body } = await reviewer.api.listCorrections({ params: { caseNumber } })
    expect(body.items[0]?.changes?.map(({ field }) => field)).toEqual(['identity.phone', 'members'])
    expect(JSON.stringify(body.items[0]?.changes?.[0])).not.toContain('13900000077')
  })

  it('finds what staff have put right meanwhile in its place, and nothing of what was typed lost', async () => {
    const { caseNumber, visitor, params, save, seen, send } = await correcting()
    await save('housing', { rentMonthYuan: '650' })
    const version = await seen()
    await colleague.api.correctApplication({
      params,
      ifMatch,
      body: { facts: { rentMonthFen: 30_000, onDibao: true }, reason: '入户核实' },
    })
    const told = await send({ version })
    expect([told.status, await correctionsOf(caseNumber)]).toEqual([409, 1])
    for (const text of ['请再看一遍', '工作人员也改了', '家里正在领取低保吗？']) expect(told.text).toContain(text)
    expect(told.text).toMatch(/<del>300<\/del>.*<ins>650<\/ins>/s)
    expect(told.text).toContain('>漏填了房租</textarea>')
    expect((await visitor.get('/status/facts/household')).text).toMatch(/name="onDibao" value="yes" checked/)
    expect((await send()).location).toBe('/status/facts/sent')
    const { application } = await reviewedAgain(caseNumber)
    expect(application.facts).toMatchObject({ rentMonthFen: 65_000, onDibao: true })
  })

  it('is not held up by a reviewer who claims the case, and is told where it was decided meanwhile', async () => {
    const one = await correcting({ isReturned: false })
    await one.save('housing', { rentMonthYuan: '650' })
    const version = await one.seen()
    await reviewer.api.claimApplication({ params: one.params, ifMatch })
    expect((await one.send({ version })).location).toBe('/status/facts/sent')

    const other = await correcting({ isReturned: false })
    await other.save('housing', { rentMonthYuan: '650' })
    const seen = await other.seen()
    await reviewer.api.claimApplication({ params: other.params, ifMatch })
    await reviewer.api.endorseApplication({ params: other.params, ifMatch, body: { reason: '材料齐全' } })
    expect((await other.send({ version: seen })).location).toBe('/status/facts/overview')
    const late = await other.visitor.get('/status/facts/overview')
    expect([late.status, await correctionsOf(other.caseNumber)]).toEqual([409, 0])
    expect(late.text).toMatch(/没有提交.*<ins>650<\/ins>/s)
    const refused = await other.visitor.post('/status/facts', {
      caseNumber: other.caseNumber,
      accessCode: other.accessCode,
    })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('家里情况有变化，告诉工会')
    const discarded = await other.visitor.post('/status/facts/discard', { csrf: other.csrf })
    expect([discarded.status, await draftsOf(other.caseNumber)]).toEqual([200, 0])
  })

  it('goes on elsewhere with number and code, is let in by nothing else, and is forgotten after thirty days', async () => {
    const { caseNumber, accessCode, begin, save, visitor } = await correcting()
    await save('housing', { rentMonthYuan: '650' })
    expect(JSON.stringify(await allRows(house.db))).not.toContain('rentMonthYuan')
    const other = await begin()
    expect((await other.visitor.get('/status/facts/housing')).text).toContain('value="650"')
    expect((await visit(house).post('/status', { caseNumber, accessCode })).text).toContain('接着改正')
    const wrong = await visit(house).post('/status/facts', { caseNumber, accessCode: 'AAAABBBBCCCC' })
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([404, null])
    expect((await visit(house).get('/status/facts/housing')).location).toBe('/status')
    expect((await other.visitor.post('/status/facts/housing', { csrf: 'x' })).status).toBe(403)
    // Two hours later the browser needs the code again.
    await house.db.prepare('UPDATE draft_browsers SET at = at - 7200001 WHERE draft_id = ?').bind(caseNumber).run()
    expect((await visitor.get('/status/facts/housing')).location).toBe('/status')
    await house.db
      .prepare('UPDATE correction_drafts SET updated_at = updated_at - 2592000001 WHERE id = ?')
      .bind(caseNumber)
      .run()
    expect((await visit(house).post('/status', { caseNumber, accessCode })).text).not.toContain('接着改正')
    await house.tick()
    expect(await draftsOf(caseNumber)).toBe(0)
  })

  it('does the same through the API, and not to name or ID number', async () => {
    const { caseNumber, accessCode, read } = await correcting()
    const api = await house.client()
    const key = { caseNumber, accessCode }
    const { body: view, etag } = await api.readCaseStatus({ body: key })
    expect(view.mayCorrect).toBe(true)
    const tag = etag ?? ''
    const facts = { rentMonthFen: 65_050 }
    const send = () => api.correctOwnApplication({ ifMatch: tag, body: { ...key, facts, declaration: true } })
    expect((await send()).body).toMatchObject({ state: 'submitted', fields: ['facts.rentMonthFen'] })
    expect(await refusalOf(send())).toEqual([412, 'version-stale'])
    const renamed = await house.send('POST', '/api/v1/status/corrections', {
      json: { ...key, identity: { name: '乌兰' } },
      headers: { 'if-match': '*' },
    })
    expect(renamed.status).toBe(422)
    await reviewedAgain(caseNumber)
    expect((await read()).application.facts?.rentMonthFen).toBe(65_050)
  })
})
