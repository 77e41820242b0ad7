import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openStaff, type Reviewed, type StaffMember, underReview } from './review.ts'
import { countOf } from './rows.ts'
import { silenceOffices } from './untold-case.ts'

let house: House
let reviewer: StaffMember
let colleague: StaffMember
let approver: StaffMember
let second: StaffMember
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  const area = '150000'
  reviewer = await openStaff(house, 'county_reviewer', area)
  colleague = await openStaff(house, 'county_reviewer', area)
  approver = await openStaff(house, 'city_approver', area)
  second = await openStaff(house, 'city_approver', area)
})
afterAll(() => house.close())

const because = { reason: '材料齐全' }
const any = '*'

/** Takes a case on to its public notice. */
async function endorsed(by: StaffMember = reviewer): Promise<Reviewed> {
  const found = await underReview(house)
  await by.api.claimApplication({ params: found.params, ifMatch: any })
  await by.api.endorseApplication({ params: found.params, ifMatch: any, body: because })
  return found
}
const read = async ({ params }: Reviewed) => (await reviewer.api.readApplication({ params })).body
const count = (from: string, ...values: string[]) => countOf(house.db, from, ...values)

describe('a review', () => {
  it('goes from claim to approval by two people, and says in its history who took which step and why', async () => {
    const found = await endorsed()
    const approved = await approver.api.approveApplication({ params: found.params, ifMatch: any, body: because })
    expect(approved.body).toMatchObject({ state: 'approved', endorsedBy: reviewer.id, claimedBy: null, dueOn: null })
    const { history, timeline } = await read(found)
    expect(history.map(({ step, state, actor, reason }) => [step, state, actor, reason])).toEqual([
      ['determine', 'under_review', 'system:registration', null],
      ['claim', 'under_review', `staff:${reviewer.id}`, null],
      ['endorse', 'public_notice', `staff:${reviewer.id}`, because.reason],
      ['approve', 'approved', `staff:${approver.id}`, because.reason],
    ])
    // The measures of the plan go their own way, some of them before this was read.
    const own = timeline.map(({ type }) => type).filter((type) => !type.startsWith('referral.'))
    expect(own).toEqual([
      'determination.made',
      'application.claimed',
      'application.endorsed',
      'application.approved',
      'file.opened',
    ])
    const audited = await house.db
      .prepare(
        "SELECT action FROM audit WHERE subject = ? AND actor LIKE 'staff:%' AND action <> 'readApplication' ORDER BY sequence",
      )
      .bind(found.caseNumber)
      .all<{ action: string }>()
    expect(audited.results.map(({ action }) => action)).toEqual([
      'application.claimed',
      'application.endorsed',
      'application.approved',
    ])
  })

  it('lets only who has claimed a case act on it, and a claim be given back', async () => {
    const { params } = await underReview(house)
    const endorse = (by: StaffMember) => by.api.endorseApplication({ params, ifMatch: any, body: because })
    expect(await refusalOf(endorse(reviewer))).toEqual([409, 'wrong-state'])
    const claimed = await reviewer.api.claimApplication({ params, ifMatch: any })
    expect(claimed.body).toMatchObject({ claimedBy: reviewer.id, version: 3 })
    expect(await refusalOf(colleague.api.claimApplication({ params, ifMatch: any }))).toEqual([409, 'wrong-state'])
    expect(await refusalOf(endorse(colleague))).toEqual([409, 'wrong-state'])
    expect(await refusalOf(colleague.api.releaseApplication({ params, ifMatch: any }))).toEqual([409, 'wrong-state'])
    const again = await reviewer.api.claimApplication({ params, ifMatch: claimed.etag ?? '' })
    expect(again.etag).toBe(claimed.etag)
    await reviewer.api.releaseApplication({ params, ifMatch: claimed.etag ?? '' })
    expect((await colleague.api.claimApplication({ params, ifMatch: any })).body.claimedBy).toBe(colleague.id)
  })

  it('lets a claim be taken over after three working days', async () => {
    const { params, caseNumber } = await underReview(house)
    await reviewer.api.claimApplication({ params, ifMatch: any })
    const longAgo = Date.now() - 14 * 86_400_000
    await house.db.prepare('UPDATE applications SET claimed_at = ? WHERE id = ?').bind(longAgo, caseNumber).run()
    const taken = await colleague.api.claimApplication({ params, ifMatch: any })
    expect(taken.body.claimedBy).toBe(colleague.id)
    expect(Date.parse(taken.body.claimedAt ?? '')).toBeGreaterThan(longAgo)
  })

  it('is approved by nobody who endorsed it, and by nobody without that scope', async () => {
    const { params } = await endorsed(approver)
    const approve = (by: StaffMember) => by.api.approveApplication({ params, ifMatch: any, body: because })
    expect(await refusalOf(approve(approver))).toEqual([409, 'own-work'])
    expect(await refusalOf(approve(reviewer))).toEqual([403, 'not-allowed'])
    expect((await approve(second)).body.state).toBe('approved')
  })

  it('is declined in its public notice by who may approve, and by no reviewer', async () => {
    const found = await endorsed()
    const decline = (by: StaffMember) =>
      by.api.declineApplication({ params: found.params, ifMatch: any, body: { reason: '公示期有异议' } })
    expect(await refusalOf(decline(colleague))).toEqual([403, 'not-allowed'])
    expect((await decline(approver)).body).toMatchObject({ state: 'declined', fileNumber: null })
    expect(await refusalOf(decline(approver))).toEqual([409, 'wrong-state'])
  })

  it('needs the version that was read, and refuses an older one', async () => {
    const { params, caseNumber } = await underReview(house)
    const path = `/api/v1/applications/${caseNumber}/claim`
    const as = await house.key('county_reviewer', '150000')
    expect(await house.send('POST', path, { as })).toMatchObject({ status: 428 })
    expect(await refusalOf(reviewer.api.claimApplication({ params, ifMatch: '"1"' }))).toEqual([412, 'version-stale'])
    expect((await reviewer.api.claimApplication({ params, ifMatch: '"2"' })).etag).toBe('"3"')
  })

  it('is nothing to whoever is elsewhere', async () => {
    const { params } = await underReview(house)
    const elsewhere = await openStaff(house, 'city_approver', '152900')
    expect(await refusalOf(elsewhere.api.claimApplication({ params, ifMatch: any }))).toEqual([404, 'not-found'])
    const noticed = await endorsed()
    const approval = { params: noticed.params, ifMatch: any, body: because }
    expect(await refusalOf(elsewhere.api.approveApplication(approval))).toEqual([404, 'not-found'])
  })
})

describe('two at once with the same version', () => {
  const races: Record<
    string,
    () => Promise<{ found: Reviewed; told: string; takers: ((etag: string) => Promise<unknown>)[] }>
  > = {
    'a claim': async () => {
      const found = await underReview(house)
      const claim = (by: StaffMember) => (ifMatch: string) => by.api.claimApplication({ params: found.params, ifMatch })
      return { found, told: 'application.claimed', takers: [claim(reviewer), claim(colleague)] }
    },
    'an endorsement': async () => {
      const found = await underReview(house)
      await reviewer.api.claimApplication({ params: found.params, ifMatch: any })
      const endorse = (ifMatch: string) =>
        reviewer.api.endorseApplication({ params: found.params, ifMatch, body: because })
      return { found, told: 'application.endorsed', takers: [endorse, endorse] }
    },
    'an approval': async () => {
      const found = await endorsed()
      const approve = (by: StaffMember) => (ifMatch: string) =>
        by.api.approveApplication({ params: found.params, ifMatch, body: because })
      return { found, told: 'file.opened', takers: [approve(approver), approve(second)] }
    },
    'a decline': async () => {
      const found = await endorsed()
      const decline = (by: StaffMember) => (ifMatch: string) =>
        by.api.declineApplication({ params: found.params, ifMatch, body: because })
      return { found, told: 'application.declined', takers: [decline(approver), decline(second)] }
    },
    'an approval and a decline': async () => {
      const found = await endorsed()
      const input = (ifMatch: string) => ({ params: found.params, ifMatch, body: because })
      const takers = [
        (ifMatch: string) => approver.api.approveApplication(input(ifMatch)),
        (ifMatch: string) => second.api.declineApplication(input(ifMatch)),
      ]
      return { found, told: '', takers }
    },
  }

  it.each(Object.keys(races))('%s: one is taken, one is refused with 412, and there is one step', async (name) => {
    for (let round = 0; round < 5; round++) {
      const race = await races[name]?.()
      if (!race) throw new Error('no such race')
      const { found, told, takers } = race
      const before = await read(found)
      const etag = `"${before.application.version}"`
      const outcomes = await Promise.all(
        takers.map((taker) =>
          taker(etag).then(
            () => 'taken',
            (error: unknown) => refusalOf(Promise.reject(error)).then(([status]) => status),
          ),
        ),
      )
      expect(outcomes.toSorted()).toEqual([412, 'taken'])
      const after = await read(found)
      expect(after.application.version).toBe(before.application.version + 1)
      expect(after.history.length).toBe(before.history.length + 1)
      expect(await count('timeline WHERE application_id = ? AND type = ?', found.caseNumber, told)).toBe(told ? 1 : 0)
      const files = await count('household_files WHERE application_id = ?', found.caseNumber)
      expect(files).toBe(after.application.state === 'approved' ? 1 : 0)
    }
  })
})

it('whoever loses the race inside the batch changes nothing at all', async () => {
  const { params, caseNumber } = await endorsed()
  // As if somebody else's step had been stored between the reading and the writing.
  await house.db
    .prepare(
      "INSERT INTO application_transitions (application_id, sequence, step, state, at, actor) VALUES (?, 5, 'x', 'x', 0, 'x')",
    )
    .bind(caseNumber)
    .run()
  const approve = approver.api.approveApplication({ params, ifMatch: any, body: because })
  expect(await refusalOf(approve)).toEqual([412, 'version-stale'])
  expect(await count("applications WHERE id = ? AND state = 'public_notice' AND version = 4", caseNumber)).toBe(1)
  expect(await count('household_files WHERE application_id = ?', caseNumber)).toBe(0)
  expect(await count("audit WHERE subject = ? AND action = 'application.approved'", caseNumber)).toBe(0)
})

it('a file opens once, however often the approval is repeated', async () => {
  const found = await endorsed()
  const approve = () => approver.api.approveApplication({ params: found.params, ifMatch: any, body: because })
  const first = await approve()
  for (let time = 0; time < 3; time++) expect(await refusalOf(approve())).toEqual([409, 'wrong-state'])
  expect(await count('household_files WHERE application_id = ?', found.caseNumber)).toBe(1)
  expect(await count('file_transitions WHERE file_number = ?', first.body.fileNumber ?? '')).toBe(1)
  const told =
    "(SELECT DISTINCT event_id FROM outbox WHERE event ->> 'type' = 'file.opened' AND event ->> 'subject' = ?)"
  expect(await count(told, found.caseNumber)).toBe(1)
})
