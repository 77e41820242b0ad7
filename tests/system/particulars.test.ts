import { needsOf } from '@jiekun/policy'
import { type ApplicantIdentity, type Member, maskIdentity, tokenGrantSchema } from '@jiekun/schema'
import { exampleFacts, exampleMember, type Particulars, particularsSchema } from '@jiekun/schema/api'
import { identityPlace, keyringOf, signOfficeToken } from '@jiekun/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { inventIdNumber } from '../generators/person.ts'
import { type Answer, type House, openHouse } from './house.ts'
import { askToken, sayAs } from './office-system.ts'
import { allRows, countOf } from './rows.ts'
import { silenceOffices, storeDelivery, storeUntold } from './untold-case.ts'

const [office, other, finance] = ['1502-MZT-150203', '1502-JYT-150203', '1502-CZT-150203']
const identity: ApplicantIdentity = {
  name: '萨日娜其其格',
  idNumber: inventIdNumber('1977-01-01', '1', 311),
  phone: '13947720911',
  address: '钢铁大街 88 号院 7 栋',
  bankAccount: '6222020000009876543',
}
const member = (memberId: string, more: Partial<Member>) => ({ ...exampleMember, memberId, ...more })
const members = [
  member('m-self', {}),
  member('m-wife', { relation: 'spouse', sex: '2', majorIllness: true }),
  member('m-son', { relation: 'child', birthDate: '2006-05-01', studentStage: 'undergraduate' }),
]
const consent = [{ purpose: 'department_sharing', version: '2026-11', at: '2026-11-20T02:00:00.000Z' }]

let house: House
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
})
afterAll(() => house.close())

interface Case {
  measure?: string
  memberIds?: readonly string[]
  consents?: readonly object[]
  officeId?: string
  state?: string
}

/** A case with a referral of some measure that an office has. */
async function storeCase({
  measure = 'M601',
  memberIds = [],
  consents = consent,
  officeId = office,
  state = 'sent',
}: Case = {}) {
  const told = await storeUntold(house.db, 'H01', { state: 'approved' })
  const { caseNumber } = told
  const { referralId } = await storeDelivery(house.db, told, { officeId, state, version: 2 })
  const ring = await keyringOf(house.secrets.keyring)
  await house.db.batch([
    house.db
      .prepare(
        `UPDATE applications SET facts = ?2, members = ?3, consents = ?4, identity_sealed = ?5, identity_masked = ?6 WHERE id = ?1`,
      )
      .bind(
        caseNumber,
        JSON.stringify(exampleFacts),
        JSON.stringify(members),
        JSON.stringify(consents),
        await ring.seal(JSON.stringify(identity), identityPlace(caseNumber)),
        JSON.stringify(maskIdentity(identity)),
      ),
    house.db
      .prepare('UPDATE referrals SET measure = ?2, member_ids = ?3 WHERE id = ?1')
      .bind(referralId, measure, JSON.stringify(memberIds)),
  ])
  return { ...told, referralId, accessCode: await ring.accessCode(caseNumber, 'k1') }
}

const path = (referralId: string) => `/api/v1/referrals/${referralId}/particulars`
const read = (referralId: string, as: string) => house.send('GET', path(referralId), { as })
async function tokenFor(referralIds: readonly string[], by = office): Promise<string> {
  return `Bearer ${tokenGrantSchema.parse((await askToken(house, by, referralIds)).json).token}`
}
/** What the system of the office reads. */
async function fetched(referralId: string, by = office): Promise<Particulars> {
  const answer = await read(referralId, await tokenFor([referralId], by))
  expect(answer.status).toBe(200)
  return particularsSchema.parse(answer.json)
}
const typeOf = ({ json }: Answer): string =>
  z.looseObject({ type: z.string() }).parse(json).type.split('/').at(-1) ?? ''
const refusal = (answer: Answer): [number, string] => [answer.status, typeOf(answer)]
const disclosed = (caseNumber: string) => countOf(house.db, 'disclosures WHERE case_number = ?', caseNumber)

describe('what an office reads of a referral', () => {
  it('is for dibao the whole household with income and assets, and no wish of anybody', async () => {
    const { referralId } = await storeCase()
    const told = await fetched(referralId)
    expect(told.applicant).toEqual(identity)
    expect(Object.keys(told.facts).sort()).toEqual(
      [
        'businessOrInvestmentIncome',
        'companyControl',
        'countedIncomeMonthFen',
        'disposableIncomeYearFen',
        'financialAssetsFen',
        'housesOwned',
        'hukouCountyCode',
        'hukouType',
        'nonLivelihoodVehicles',
        'onDibao',
        'rigidSpendReasons',
        'rigidSpendYearFen',
      ].sort(),
    )
    expect(told.members.map(({ memberId }) => memberId)).toEqual(['m-self', 'm-wife', 'm-son'])
    expect(told.members[1]).toMatchObject({ majorIllness: true, relation: 'spouse' })
    expect(Object.keys(told.members[0] ?? {})).not.toContain('trainingWish')
    expect(told.documents.map(({ code }) => code)).toContain('household_register')
    expect(told.why).toEqual(needsOf('M601').why)
  })

  it('leaves out a member whose guardian has taken the consent back', async () => {
    const { referralId, caseNumber } = await storeCase()
    const given = { memberId: 'm-son', relation: 'parent', version: '2026-11', at: '2026-11-20T02:00:00.000Z' }
    const keep = (consents: readonly object[]) =>
      house.db
        .prepare('UPDATE applications SET guardian_consents = ?2 WHERE id = ?1')
        .bind(caseNumber, JSON.stringify(consents))
        .run()
    const told = async () => (await fetched(referralId)).members.map(({ memberId }) => memberId)
    const withdrawn = { ...given, withdrawnAt: '2026-11-21T02:00:00.000Z' }
    await keep([withdrawn])
    expect(await told()).toEqual(['m-self', 'm-wife'])
    await keep([withdrawn, given])
    expect(await told()).toEqual(['m-self', 'm-wife', 'm-son'])
  })

  it('is for schooling the student alone, and not the number of somebody else', async () => {
    const { referralId } = await storeCase({ measure: 'M401', memberIds: ['m-son'], officeId: other })
    const told = await fetched(referralId, other)
    expect(told.applicant).toEqual({ name: identity.name, phone: identity.phone, bankAccount: identity.bankAccount })
    expect(told.members).toEqual([
      {
        memberId: 'm-son',
        relation: 'child',
        sex: '1',
        birthDate: '2006-05-01',
        studentStage: 'undergraduate',
        freshGradNotContinuing: false,
      },
    ])
    expect(told.facts).not.toHaveProperty('financialAssetsFen')
  })

  it('is for the card of the union a name and a telephone, and no member', async () => {
    const { referralId } = await storeCase({ measure: 'M902', officeId: '1502-ZGH-150203' })
    const told = await fetched(referralId, '1502-ZGH-150203')
    expect(told).toMatchObject({
      applicant: { name: identity.name, phone: identity.phone },
      facts: {},
      members: [],
      documents: [],
    })
    expect(Object.keys(told.applicant)).toEqual(['name', 'phone'])
    expect(told.fields).toEqual(['caseNumber', 'area', 'clause', 'measures', 'name', 'phone'])
  })

  it('is the same for the clerk of the office, by a key', async () => {
    const { referralId } = await storeCase()
    const clerk = await house.key('office_clerk', '150203')
    expect(particularsSchema.parse((await read(referralId, clerk)).json)).toEqual(await fetched(referralId))
  })

  it('stands on the page of the person, each reading once, with what was told; and in the audit by its codes', async () => {
    const { referralId, caseNumber, accessCode } = await storeCase({ measure: 'M206', memberIds: [] })
    const as = await tokenFor([referralId])
    // A caller who names every request alike hides none.
    const headers = { 'x-request-id': 'the-same-for-all' }
    for (let time = 0; time < 2; time++) {
      expect((await house.send('GET', path(referralId), { as, headers })).status).toBe(200)
    }
    // The review is done: what is not emergency aid is referred after that, and shown from then on.
    await house.db.prepare("UPDATE applications SET notice_ends_on = '2026-11-25' WHERE id = ?").bind(caseNumber).run()
    const { body } = await (await house.client()).readCaseStatus({ body: { caseNumber, accessCode } })
    expect(body.disclosures).toHaveLength(2)
    for (const each of body.disclosures) {
      expect(each).toMatchObject({ officeId: office, measures: ['M206'], basis: 'consent', consentVersion: '2026-11' })
      // The one who is ill is the wife, so the number of the applicant is not told.
      expect(each.fields).toEqual([
        'caseNumber',
        'area',
        'clause',
        'measures',
        'name',
        'phone',
        'bankAccount',
        'household.union',
        'household.medicalCosts',
        'member.illness',
        'member.medicalInsurance',
      ])
    }
    const page = await house.send('POST', '/status', {
      body: new URLSearchParams({ caseNumber, accessCode }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(page.text).toContain('成员是否患重大疾病')
    expect(page.text).toContain('自付医药费')
    const { results } = await house.db
      .prepare('SELECT actor, role, action, reason FROM audit WHERE subject = ? ORDER BY sequence')
      .bind(caseNumber)
      .all()
    expect(results).toEqual(
      Array.from({ length: 2 }, () => ({
        actor: `staff:${office}`,
        role: 'office_clerk',
        action:
          'particulars.read:name,phone,bankAccount,household.union,household.medicalCosts,member.illness,member.medicalInsurance',
        reason: `${referralId} · consent`,
      })),
    )
  })

  it('is nothing where recording it fails, and recorded where opening it fails', async () => {
    const { referralId, caseNumber } = await storeCase()
    await house.db
      .prepare("UPDATE applications SET identity_sealed = 'k1.AAAA.AAAA' WHERE id = ?")
      .bind(caseNumber)
      .run()
    const as = await tokenFor([referralId])
    expect(await read(referralId, as)).toMatchObject({ status: 500 })
    expect(await disclosed(caseNumber)).toBe(1)
    await house.db.exec(
      "CREATE TRIGGER no_disclosures BEFORE INSERT ON disclosures BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    try {
      const whole = await storeCase()
      const answer = await read(whole.referralId, await tokenFor([whole.referralId]))
      expect(answer.status).toBe(500)
      expect(answer.text).not.toContain(identity.name)
      expect(await countOf(house.db, "audit WHERE subject = ? AND action LIKE 'particulars%'", whole.caseNumber)).toBe(
        0,
      )
    } finally {
      await house.db.exec('DROP TRIGGER no_disclosures')
    }
  })
})

describe('particulars are refused, and nothing is recorded as told', () => {
  it('to another office, to the one that it was taken from, and to one that cooperates', async () => {
    const { referralId, caseNumber } = await storeCase()
    const before = await tokenFor([referralId])
    expect(refusal(await askToken(house, other, [referralId]))).toEqual([404, 'not-found'])
    await house.db.prepare('UPDATE referrals SET office_id = ? WHERE id = ?').bind(finance, referralId).run()
    // The token was good while it had the referral.
    expect(refusal(await read(referralId, before))).toEqual([404, 'not-found'])
    await house.db
      .prepare(
        `INSERT INTO cooperation_tasks (id, plan_id, county_code, office_id, clause, referral_ids, state, version, created_at)
         VALUES (?1, ?2, '150203', ?3, '五.(二).6', ?4, 'open', 1, 0)`,
      )
      .bind(`task-${referralId}`, caseNumber, office, JSON.stringify(['another', referralId]))
      .run()
    expect(refusal(await read(referralId, before))).toEqual([403, 'not-allowed'])
    await house.db.prepare("UPDATE cooperation_tasks SET state = 'done' WHERE plan_id = ?").bind(caseNumber).run()
    expect(refusal(await read(referralId, before))).toEqual([404, 'not-found'])
    expect(await disclosed(caseNumber)).toBe(0)
  })

  it('without the consent to share with departments', async () => {
    const { referralId, caseNumber } = await storeCase({
      consents: [{ purpose: 'registration', version: '2026-11', at: '2026-11-20T02:00:00.000Z' }],
    })
    expect(refusal(await read(referralId, await tokenFor([referralId])))).toEqual([403, 'consent-missing'])
    expect(await disclosed(caseNumber)).toBe(0)
  })

  it('but for emergency aid, which is told as a statutory duty', async () => {
    const { referralId, caseNumber } = await storeCase({ measure: 'M603', consents: [] })
    expect(await fetched(referralId)).toMatchObject({ basis: 'statutory_duty', consentVersion: null })
    const row = await house.db
      .prepare('SELECT basis, consent_version AS version FROM disclosures WHERE case_number = ?')
      .bind(caseNumber)
      .first()
    expect(row).toEqual({ basis: 'statutory_duty', version: null })
  })

  it('of a referral that is over, with its state and version', async () => {
    for (const state of ['declined', 'closed', 'cancelled']) {
      const { referralId, caseNumber } = await storeCase({ state })
      const answer = await read(referralId, await tokenFor([referralId]))
      expect(answer).toMatchObject({ status: 409, json: { state, version: 2 } })
      expect(await disclosed(caseNumber)).toBe(0)
    }
  })

  it('of a case that was erased', async () => {
    const { referralId, caseNumber } = await storeCase()
    await house.db.prepare('UPDATE applications SET erased_at = 1 WHERE id = ?').bind(caseNumber).run()
    expect(refusal(await read(referralId, await tokenFor([referralId])))).toEqual([410, 'data-erased'])
    expect(await disclosed(caseNumber)).toBe(0)
  })
})

describe('the token of an office', () => {
  it('is good for ten minutes, for the referrals that the office has of those asked for', async () => {
    const [mine, theirs, unasked] = [await storeCase(), await storeCase({ officeId: other }), await storeCase()]
    const asked = [mine.referralId, theirs.referralId, mine.referralId, 'none']
    const grant = tokenGrantSchema.parse((await askToken(house, office, asked)).json)
    expect(grant.referralIds).toEqual([mine.referralId])
    const lasts = Date.parse(grant.expiresAt) - Date.now()
    expect(lasts).toBeGreaterThan(590_000)
    expect(lasts).toBeLessThanOrEqual(600_000)
    const as = `Bearer ${grant.token}`
    expect((await read(mine.referralId, as)).status).toBe(200)
    expect(refusal(await read(unasked.referralId, as))).toEqual([404, 'not-found'])
    expect(refusal(await read(theirs.referralId, as))).toEqual([404, 'not-found'])
  })

  it('has ended after them, and never was one under another key', async () => {
    const { referralId, caseNumber } = await storeCase()
    const purpose = { officeId: office, areaCode: '150203', referralIds: [referralId] }
    const ring = await keyringOf(house.secrets.keyring)
    const at = (ago: number) => signOfficeToken(ring, purpose, new Date(Date.now() - ago * 1000))
    expect((await read(referralId, `Bearer ${(await at(590)).token}`)).status).toBe(200)
    expect(refusal(await read(referralId, `Bearer ${(await at(601)).token}`))).toEqual([401, 'sign-in-needed'])
    const forged = await signOfficeToken({ officeTokenKey: new Uint8Array(32).fill(7) }, purpose, new Date())
    expect(refusal(await read(referralId, `Bearer ${forged.token}`))).toEqual([401, 'sign-in-needed'])
    expect(await disclosed(caseNumber)).toBe(1)
  })

  it('opens nothing else of the house, nor any page', async () => {
    const { referralId } = await storeCase()
    const as = await tokenFor([referralId])
    const elsewhere = [`/referrals/${referralId}`, '/referrals', '/offices', '/areas', '/me', '/sessions']
    for (const each of elsewhere) {
      expect([each, (await house.send('GET', `/api/v1${each}`, { as })).status]).toEqual([each, 403])
    }
    const said = { json: { type: 'referral.accepted' }, headers: { 'if-match': '*' } }
    expect((await house.send('POST', `/api/v1/referrals/${referralId}/answers`, { as, ...said })).status).toBe(403)
    expect((await house.send('GET', '/account', { as })).status).toBe(303)
  })

  it('is counted for its office, like the requests of any other caller', async () => {
    const { referralId } = await storeCase()
    const left = async () => {
      const answer = await read(referralId, await tokenFor([referralId]))
      return Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1])
    }
    const [first, second] = [await left(), await left()]
    // In a new minute all is there again.
    expect(second === first - 1 || second > first).toBe(true)
  })

  it('does not belong in an address', async () => {
    const { referralId, caseNumber } = await storeCase()
    const as = await tokenFor([referralId])
    const answer = await house.send('GET', `${path(referralId)}?access=${as.slice('Bearer '.length)}`, { as })
    expect(refusal(answer)).toEqual([422, 'invalid-input'])
    expect(await disclosed(caseNumber)).toBe(0)
  })

  it('is given once for a signed request, also where the same is sent twice at one instant', async () => {
    const { referralId } = await storeCase()
    const how = { id: `twice-${referralId}`, at: new Date() }
    const both = await Promise.all([1, 2].map(() => askToken(house, office, [referralId], how)))
    const answers = [...both, await askToken(house, office, [referralId], how)]
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(answers.filter(({ status }) => status === 409).map(typeOf)).toEqual(['request-repeated', 'request-repeated'])
    expect(await countOf(house.db, "audit WHERE action = 'token.issued' AND request_id <> ''")).toBeGreaterThan(0)
  })

  it.each<[string, number, unknown, string]>([
    [
      'no referral',
      422,
      { type: 'token.request', timestamp: '2026-11-25T00:00:00Z', data: { referralIds: [] } },
      'data.referralIds',
    ],
    [
      'more than fifty',
      422,
      { type: 'token.request', timestamp: '2026-11-25T00:00:00Z', data: { referralIds: Array(51).fill('r') } },
      'data.referralIds',
    ],
    ['an answer in its place', 422, { type: 'referral.accepted', timestamp: '2026-11-25T00:00:00Z', data: {} }, 'type'],
  ])('is not given for %s', async (_, status, json, at) => {
    const body = JSON.stringify(json)
    const answer = await sayAs(house, office, body, { path: `/hooks/departments/${office}/tokens` })
    expect(answer.status).toBe(status)
    const { errors } = z.looseObject({ errors: z.array(z.looseObject({ path: z.string() })) }).parse(answer.json)
    expect(errors.map((each) => each.path)).toContain(at)
  })

  it('is not given for a request that another office, or nobody, has signed', async () => {
    const { referralId } = await storeCase()
    const headers = { 'webhook-signature': 'v1,AAAA' }
    expect(refusal(await askToken(house, office, [referralId], { headers }))).toEqual([401, 'signature-invalid'])
    const at = new Date(Date.now() - 400_000)
    expect(refusal(await askToken(house, office, [referralId], { at }))).toEqual([401, 'signature-invalid'])
    expect(refusal(await askToken(house, '1502-XXX-150203', [referralId]))).toEqual([404, 'not-found'])
  })
})

it('nothing of this stands in a log, and nothing personal nor any token in a row in the clear', async () => {
  const { referralId } = await storeCase()
  const as = await tokenFor([referralId])
  await read(referralId, as)
  await read(referralId, `${as}x`)
  const secrets = [...Object.values(identity), as.slice('Bearer '.length)]
  const logs = house.logs().join('\n')
  // What failed above on purpose has been logged.
  expect(logs).toContain('unhandled')
  for (const secret of secrets) expect(logs).not.toContain(secret)
  const rows = JSON.stringify(await allRows(house.db))
  for (const secret of secrets) expect(rows).not.toContain(secret)
})
