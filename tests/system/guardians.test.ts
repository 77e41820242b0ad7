import { consentVersion, memberSchema, receiptSchema } from '@jiekun/schema'
import { caseViewSchema, exampleMember } from '@jiekun/schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storedConsents } from '../../services/registration/src/guardians/kept-consents.ts'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { problemOf } from './refusals.ts'
import { openReviewDesk, type ReviewDesk } from './review.ts'
import { allRows, countOf } from './rows.ts'
import { silenceOffices } from './untold-case.ts'

let house: House
let desk: ReviewDesk
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  desk = await openReviewDesk(house)
})
afterAll(() => house.close())

const guardianName = '萨仁高娃'
const child = memberSchema.parse({
  ...exampleMember,
  memberId: 'kid',
  relation: 'grandchild',
  birthDate: '2020-03-01',
})
const consent = { member: 1, relation: 'parent' as const, name: guardianName, version: consentVersion }

let people = 0
/** An application of one adult and one child of six. */
function application(guardianConsents: object[] = [consent], id = 'H12') {
  const { household } = workedHousehold(id)
  const [applicant] = household.members
  if (!applicant) throw new Error('no applicant')
  const json = newApplication({ ...household, members: [applicant] }, ++people)
  return { ...json, members: [applicant, child], guardianConsents }
}
const submit = (json: object) => house.send('POST', '/api/v1/applications', { json })
async function apply(id?: string) {
  const { caseNumber, accessCode } = receiptSchema.parse((await submit(application([consent], id))).json)
  const key = { caseNumber, accessCode }
  await eventually(async () => ((await view(key)).state === 'submitted' ? undefined : true))
  return { ...key, params: { caseNumber } }
}
type Key = Awaited<ReturnType<typeof apply>>
const view = async ({ caseNumber, accessCode }: Pick<Key, 'caseNumber' | 'accessCode'>) =>
  caseViewSchema.parse((await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })).json)
const say = (path: string, { caseNumber, accessCode }: Key, form: Record<string, string>) =>
  house.send('POST', `/status/${path}`, {
    body: new URLSearchParams({ caseNumber, accessCode, ...form }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
const change = (key: Key, gives: 'yes' | 'no') => say('guardians', key, { memberId: 'kid', gives })

describe('an application with a member under 14', () => {
  it.each([
    ['lacks the consent', [], 'guardianConsents', 'members.1'],
    ['has it of another version', [{ ...consent, version: '2020-01' }], 'guardianConsents.0.version', ''],
    ['has it for nobody', [consent, { ...consent, member: 7 }], 'guardianConsents.1.member', 'no member'],
    ['has it twice', [consent, consent], 'guardianConsents', 'twice'],
  ])('is refused where it %s', async (_case, consents, path, message) => {
    const refused = await submit(application(consents))
    expect(refused.status).toBe(422)
    expect(refused.json).toMatchObject({
      errors: expect.arrayContaining([{ path, message: expect.stringContaining(message) }]),
    })
  })

  it('keeps who consented sealed, shows it masked, and gives it in plain to the person alone', async () => {
    const key = await apply()
    expect(JSON.stringify(await allRows(house.db))).not.toContain(guardianName)
    const shown = {
      memberId: 'kid',
      relation: 'parent',
      guardian: '萨***',
      birthDate: '2020-03-01',
      memberRelation: 'grandchild',
    }
    const staff = await house.client('county_reviewer', '150000')
    expect((await staff.readApplication({ params: key.params })).body.application.guardianConsents).toMatchObject([
      shown,
    ])
    expect((await view(key)).guardianConsents).toMatchObject([shown])
    const { caseNumber, accessCode } = key
    const mine = await house.send('POST', '/api/v1/status/export', { json: { caseNumber, accessCode } })
    expect(mine.json).toMatchObject({ cases: [{ guardianConsents: [{ ...shown, guardian: guardianName }] }] })
  })

  it('keeps no consent for somebody who is 14', async () => {
    const { members, ...rest } = application()
    const json = { ...rest, members: [members[0], { ...child, birthDate: '2010-01-01' }] }
    const key = receiptSchema.parse((await submit(json)).json)
    expect((await view(key)).guardianConsents).toEqual([])
  })
})

describe('a correction that brings in a member under 14', () => {
  it('needs the consent of a guardian with it, and leaves those that stand', async () => {
    const key = await apply()
    const staff = await house.client('city_approver', '150000')
    const { members } = (await staff.readApplication({ params: key.params })).body.application
    const more = [...members, { ...child, memberId: 'baby', birthDate: '2026-01-01', sex: '2' as const }]
    const correct = (extra: object) =>
      staff.correctApplication({
        params: key.params,
        ifMatch: '*',
        body: { members: more, reason: '新增一位成员', ...extra },
      })
    expect(await problemOf(correct({}))).toMatchObject({
      status: 422,
      errors: [{ path: 'guardianConsents', message: expect.stringContaining('members.2') }],
    })
    await correct({ guardianConsents: [{ ...consent, member: 2 }] })
    expect((await view(key)).guardianConsents.map(({ memberId }) => memberId)).toEqual(['kid', 'baby'])
    // Of something else nobody is asked for one.
    await staff.correctApplication({
      params: key.params,
      ifMatch: '*',
      body: { identity: { phone: '13900001111' }, reason: '电话有误' },
    })
  })
})

describe('the consent of a guardian', () => {
  it('is taken back on the status page; the staff get it as a reported change, once, and can be given again', async () => {
    const key = await apply()
    expect((await say('requests', key, { kind: 'change', text: '家里多了一口人' })).status).toBe(200)
    expect((await change(key, 'no')).text).toContain('已撤回监护人的同意')
    expect((await change(key, 'no')).status).toBe(200)
    expect(await countOf(house.db, 'case_requests WHERE application_id = ?', key.caseNumber)).toBe(1)
    const { items } = (await desk.approver.listRequests()).body
    const id = items.find(({ caseNumber }) => caseNumber === key.caseNumber)?.id ?? ''
    const { text } = (await desk.approver.readRequest({ params: { id } })).body
    expect(text).toMatch(/^家里多了一口人\n监护人撤回了.*2020-03-01/)
    await change(key, 'yes')
    expect((await view(key)).guardianConsents.map(({ withdrawnAt }) => withdrawnAt !== undefined)).toEqual([
      true,
      false,
    ])
    expect((await view(key)).timeline.map(({ type }) => type).slice(-2)).toEqual([
      'guardian.withdrawn',
      'guardian.given',
    ])
    // By its holder alone.
    expect((await change({ ...key, accessCode: 'AAAA-BBBB-CCCC' }, 'no')).status).toBe(404)
  })

  it('opens a reported change where there was none', async () => {
    const key = await apply()
    await change(key, 'no')
    expect((await view(key)).requests).toMatchObject([{ kind: 'change', state: 'open' }])
  })

  it('leaves no name behind once the case is erased', async () => {
    // No worker household: nothing comes of it that has to be kept.
    const key = await apply('H16')
    await desk.decline(key.caseNumber)
    const staff = await house.client('city_approver', '150000')
    await staff.eraseApplication({
      params: key.params,
      ifMatch: '*',
      body: { reason: '本人撤回同意', consentWithdrawn: true },
    })
    const row = await house.db
      .prepare('SELECT guardian_consents AS guardianConsents FROM applications WHERE id = ?')
      .bind(key.caseNumber)
      .first<{ guardianConsents: string }>()
    expect(storedConsents(row ?? { guardianConsents: '' })).toEqual([
      { memberId: 'kid', relation: 'parent', version: consentVersion, at: expect.any(String) },
    ])
  })
})
