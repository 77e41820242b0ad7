import type { Client } from '@jiekun/client'
import { receiptSchema } from '@jiekun/schema'
import { keyringOf } from '@jiekun/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { inventIdNumber, newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { openReviewDesk, type ReviewDesk } from './review.ts'
import { allHeard, allRows, countOf } from './rows.ts'

let house: House
let staff: Client
let desk: ReviewDesk
let outside: Client
let applicant: Client
beforeAll(async () => {
  house = await openHouse()
  staff = await house.client('county_reviewer', '150000')
  desk = await openReviewDesk(house)
  outside = await house.client('county_reviewer', '152500')
  applicant = await house.client()
})
afterAll(() => house.close())

let sequence = 300
async function submit(id = 'H12') {
  const json = newApplication(workedHousehold(id).household, sequence++)
  const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  return { ...receipt, sent: json }
}
const read = async (caseNumber: string) => (await staff.readApplication({ params: { caseNumber } })).body
const inState = (caseNumber: string, state: string) =>
  eventually(async () => {
    const found = await read(caseNumber)
    return found.application.state === state ? found : undefined
  })
const reviewed = async (id?: string) => {
  const receipt = await submit(id)
  return { ...receipt, found: await inState(receipt.caseNumber, 'under_review') }
}
const tag = (version: number) => `"${version}"`
const refusal = (status: number, name: string) => ({
  problem: { status, type: `https://jiekun.example/problems/${name}` },
})
/** Income far above any line. */
const rich = { countedIncomeMonthFen: 90_000_000, disposableIncomeYearFen: 1_000_000_000 }

describe('a correction of facts', () => {
  it('brings the application back, and the policy decides anew on what is right', async () => {
    const { caseNumber, found } = await reviewed()
    expect(found.application.archiveDecision).toBe('eligible')
    const { body } = await staff.correctApplication({
      params: { caseNumber },
      ifMatch: tag(found.application.version),
      body: { facts: rich, reason: '收入证明有误' },
    })
    expect(body).toMatchObject({
      state: 'submitted',
      version: found.application.version + 1,
      fields: ['facts.countedIncomeMonthFen', 'facts.disposableIncomeYearFen'],
    })
    const again = await inState(caseNumber, 'under_review')
    expect(again.application).toMatchObject({ archiveDecision: 'ineligible_income', version: body.version + 1 })
    expect(again.application.facts).toMatchObject(rich)
    expect(await countOf(house.db, 'determinations WHERE application_id = ?', caseNumber)).toBe(2)
    expect(again.timeline.filter(({ type }) => type === 'determination.made')).toHaveLength(2)
    const recompute = (id = '') => staff.recomputeDetermination({ params: { id } })
    expect((await recompute(found.determination?.id)).body).toMatchObject({ same: true })
    expect((await recompute(again.determination?.id)).body).toMatchObject({ same: true })
    const message = await eventually(async () => {
      const { items } = (await staff.listNotifications({ query: { caseNumber } })).body
      return items.find(({ template }) => template === 'corrected')
    })
    expect(message.body).toContain(caseNumber)
  })

  it('a determination of the facts before that comes late changes nothing, also not at the offices', async () => {
    const { caseNumber, found } = await reviewed()
    await eventually(async () => ((await read(caseNumber)).measures.length > 0 ? true : undefined))
    await staff.correctApplication({
      params: { caseNumber },
      ifMatch: tag(found.application.version),
      body: { facts: rich, reason: '收入证明有误' },
    })
    await inState(caseNumber, 'under_review')
    const events = await eventually(() => allHeard(house.db))
    const late = events.find((event) => event.type === 'determination.made' && event.subject === caseNumber)
    // Not heard before, as far as anybody knows; and no referral of it is there either.
    await house.db.batch([
      house.db.prepare('DELETE FROM inbox WHERE event_id = ?').bind(late?.id),
      house.db.prepare('DELETE FROM referrals WHERE plan_id = ?').bind(caseNumber),
    ])
    const changeless = async () => {
      const { inbox: _inbox, outbox: _outbox, ...others } = await allRows(house.db)
      return others
    }
    const before = await changeless()
    for (const consumer of ['registration', 'referral'] as const)
      expect(await house.deliver(consumer, [late])).toEqual(['acknowledged'])
    expect(await changeless()).toEqual(before)
  })

  it('is refused once the application is decided, and the identity is not', async () => {
    const { caseNumber } = await reviewed()
    await desk.approve(caseNumber)
    const { version } = (await read(caseNumber)).application
    const send = (body: Parameters<Client['correctApplication']>[0]['body']) =>
      staff.correctApplication({ params: { caseNumber }, ifMatch: '*', body })
    await expect(send({ facts: rich, reason: '收入变化' })).rejects.toMatchObject(refusal(409, 'wrong-state'))
    const { body } = await send({ identity: { address: '东河区新家 1 号' }, reason: '搬家' })
    expect(body).toMatchObject({ state: 'approved', version: version + 1, fields: ['identity.address'] })
  })

  it('is refused where the members contradict the ID number or are born after the submission', async () => {
    const { caseNumber, found } = await reviewed()
    const members = found.application.members.map((member) => ({ ...member, birthDate: '2027-01-01' }))
    const sent = staff.correctApplication({
      params: { caseNumber },
      ifMatch: '*',
      body: { members, reason: '出生日期有误' },
    })
    await expect(sent).rejects.toMatchObject({
      problem: {
        status: 422,
        errors: expect.arrayContaining([expect.objectContaining({ path: 'members.0.birthDate' })]),
      },
    })
    expect((await read(caseNumber)).application.version).toBe(found.application.version)
  })
})

describe('a correction of the identity', () => {
  it('is found by its new number and not by the old, masked anew, and the value before opens only in its place', async () => {
    const { caseNumber, found, sent } = await reviewed()
    const phone = '13912345678'
    const { body } = await staff.correctApplication({
      params: { caseNumber },
      ifMatch: tag(found.application.version),
      body: { identity: { phone, bankAccount: '6222020200112233' }, reason: '电话有误' },
    })
    expect(body).toMatchObject({ state: 'under_review', fields: ['identity.phone', 'identity.bankAccount'] })
    const { applicant: masked } = (await read(caseNumber)).application
    expect(masked).toMatchObject({ phone: '139******78', bankAccount: '****2233' })
    const keyring = await keyringOf(house.secrets.keyring)
    const of = async (number: string) =>
      countOf(
        house.db,
        'applications WHERE id = ? AND phone_index = ?',
        caseNumber,
        await keyring.blindIndex('phone', number),
      )
    expect([await of(phone), await of(sent.identity.phone)]).toEqual([1, 0])
    const row = await house.db
      .prepare('SELECT id, before_sealed AS beforeSealed FROM corrections WHERE application_id = ?')
      .bind(caseNumber)
      .first<{ id: string; beforeSealed: string }>()
    const plain = await keyring.unseal(row?.beforeSealed ?? '', `corrections.before:${row?.id}`)
    expect(JSON.parse(plain)).toEqual({ 'identity.phone': sent.identity.phone, 'identity.bankAccount': null })
    await expect(keyring.unseal(row?.beforeSealed ?? '', 'corrections.before:another')).rejects.toThrow()
    expect(await countOf(house.db, 'determinations WHERE application_id = ?', caseNumber)).toBe(1)
  })

  it('while the policy has not spoken yet does not leave the application waiting for ever', async () => {
    const { caseNumber } = await submit()
    await staff.correctApplication({
      params: { caseNumber },
      ifMatch: '*',
      body: { identity: { phone: '13700000001' }, reason: '电话有误' },
    })
    expect((await inState(caseNumber, 'under_review')).application.archiveDecision).toBe('eligible')
  })

  it('of the ID number moves the file along, and is refused where another open application has it', async () => {
    const one = await reviewed()
    const other = await reviewed()
    const birthDate = one.found.application.members.find(({ relation }) => relation === 'applicant')?.birthDate ?? ''
    const sex = one.found.application.members.find(({ relation }) => relation === 'applicant')?.sex ?? '1'
    const correct = (idNumber: string) =>
      staff.correctApplication({
        params: { caseNumber: one.caseNumber },
        ifMatch: '*',
        body: { identity: { idNumber }, reason: '号码录错' },
      })
    await expect(correct(other.sent.identity.idNumber)).rejects.toMatchObject(refusal(409, 'already-there'))
    await desk.approve(one.caseNumber)
    const right = inventIdNumber(birthDate, sex, 499)
    await correct(right)
    const personIndex = await (await keyringOf(house.secrets.keyring)).blindIndex('person', right)
    expect(await countOf(house.db, 'household_files WHERE person_index = ?', personIndex)).toBe(1)
    expect(await countOf(house.db, 'applications WHERE person_index = ?', personIndex)).toBe(1)
  })

  it('that names what is there already writes nothing', async () => {
    const { caseNumber, found, sent } = await reviewed()
    const { body } = await staff.correctApplication({
      params: { caseNumber },
      ifMatch: '*',
      body: { identity: { phone: sent.identity.phone }, facts: {}, reason: '核对' },
    })
    expect(body).toMatchObject({ version: found.application.version, fields: [] })
    expect(await countOf(house.db, 'corrections WHERE application_id = ?', caseNumber)).toBe(0)
  })
})

describe('who may correct', () => {
  it('of two at once one is told that it has changed, and nothing is lost', async () => {
    const { caseNumber, found } = await reviewed()
    const send = (phone: string) =>
      staff
        .correctApplication({
          params: { caseNumber },
          ifMatch: tag(found.application.version),
          body: { identity: { phone }, reason: '电话有误' },
        })
        .then(
          () => 200,
          ({ problem }) => problem.status,
        )
    const answers = await Promise.all([send('13600000001'), send('13600000002')])
    expect(answers.toSorted()).toEqual([200, 412])
    expect(await countOf(house.db, 'corrections WHERE application_id = ?', caseNumber)).toBe(1)
    expect((await read(caseNumber)).application.version).toBe(found.application.version + 1)
  })

  it('the applicant does, but not the ID number; with a wrong code it is as if there were no such case', async () => {
    const { caseNumber, accessCode, found } = await reviewed()
    const ifMatch = tag(found.application.version)
    const identity = { phone: '13500000009' }
    const { body } = await applicant.correctOwnApplication({ ifMatch, body: { caseNumber, accessCode, identity } })
    expect(body.fields).toEqual(['identity.phone'])
    const idNumber = await house.send('POST', '/api/v1/status/corrections', {
      json: { caseNumber, accessCode, identity: { idNumber: inventIdNumber('1976-01-01', '1', 3) } },
      headers: { 'if-match': '*' },
    })
    expect(idNumber.status).toBe(422)
    const strange = (as: object, path: string, more = {}) =>
      house
        .send('POST', path, { json: { ...as, ...more }, headers: { 'if-match': '*' } })
        .then(({ status, json }) => ({ status, ...z.looseObject({}).parse(json), requestId: '' }))
    const wrong = { caseNumber, accessCode: 'AAAA-AAAA-AAAA' }
    const unknown = { caseNumber: '1502-261101-AAAAAAAA', accessCode }
    for (const [path, more] of [
      ['/api/v1/status/corrections', { identity }],
      ['/api/v1/status/export', {}],
    ] as const) {
      const answer = await strange(wrong, path, more)
      expect(answer.status).toBe(404)
      expect(answer).toEqual(await strange(unknown, path, more))
    }
  })

  it('staff of another place and roles without the scope do not', async () => {
    const { caseNumber } = await reviewed()
    const body = { identity: { phone: '13500000008' }, reason: '电话有误' }
    const send = (client: Client) => client.correctApplication({ params: { caseNumber }, ifMatch: '*', body })
    await expect(send(outside)).rejects.toMatchObject(refusal(404, 'not-found'))
    await expect(send(await house.client('auditor'))).rejects.toMatchObject(refusal(403, 'not-allowed'))
    const path = `/api/v1/applications/${caseNumber}/corrections`
    expect(
      await house.send('POST', path, { json: body, as: await house.key('county_reviewer', '150000') }),
    ).toMatchObject({
      status: 428,
    })
  })

  it('a correction by its applicant puts no reason and no value into audit, events or history', async () => {
    const { caseNumber, accessCode } = await reviewed()
    const said = '我的新地址是某某小区九号'
    await applicant.correctOwnApplication({
      ifMatch: '*',
      body: { caseNumber, accessCode, identity: { address: said }, reason: said },
    })
    const { corrections: _kept, ...rows } = await allRows(house.db)
    expect(JSON.stringify(rows)).not.toContain(said)
  })
})

describe('the page of the status', () => {
  const form = (fields: Record<string, string>) => ({
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })

  it('takes a new telephone, says what is wrong with one, and shows what has changed meanwhile', async () => {
    const { caseNumber, accessCode, found } = await reviewed()
    const version = String(found.application.version)
    const send = (more: Record<string, string>) =>
      house.send('POST', '/status/corrections', form({ caseNumber, accessCode, version, ...more }))
    const bad = await send({ phone: '12' })
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('请填 11 位手机号码')
    const good = await send({ phone: '13411112222', address: '' })
    expect(good).toMatchObject({ status: 200, text: expect.stringContaining('已更正。') })
    expect(good.text).toContain('134******22')
    expect(await send({ phone: '13411113333' })).toMatchObject({ status: 409 })
    expect(await send({ accessCode: 'AAAA', phone: '13411113333' })).toMatchObject({ status: 404 })
    expect(await countOf(house.db, 'corrections WHERE application_id = ?', caseNumber)).toBe(1)
  })
})
