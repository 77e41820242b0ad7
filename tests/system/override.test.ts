import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually, type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openStaff, type StaffMember, underReview } from './review.ts'
import { countOf } from './rows.ts'
import { silenceOffices } from './untold-case.ts'

let house: House
let reviewer: StaffMember
let approver: StaffMember
let second: StaffMember
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  reviewer = await openStaff(house, 'county_reviewer')
  approver = await openStaff(house, 'city_approver')
  second = await openStaff(house, 'city_approver')
})
afterAll(() => house.close())

const body = { reason: '材料齐全' }
const ifMatch = '*'
const outcome = { archiveDecision: 'eligible' as const, unionCategory: 'relative' as const, reason: '漏报了医疗支出' }

it('an override takes two people, stands beside the determination, and decides what file opens', async () => {
  const found = await underReview(house, 'H16')
  const { params } = found
  await reviewer.api.claimApplication({ params, ifMatch })
  expect(await refusalOf(reviewer.api.endorseApplication({ params, ifMatch, body }))).toEqual([409, 'wrong-state'])
  const proposed = await reviewer.api.proposeOverride({ params, ifMatch, body: outcome })
  expect(proposed.body).toMatchObject({
    archiveDecision: 'ineligible_not_worker',
    override: { state: 'proposed', archiveDecision: 'eligible', proposedBy: reviewer.id },
  })
  expect(await refusalOf(reviewer.api.endorseApplication({ params, ifMatch, body }))).toEqual([409, 'wrong-state'])
  expect(await refusalOf(reviewer.api.confirmOverride({ params, ifMatch, body }))).toEqual([403, 'not-allowed'])
  await approver.api.confirmOverride({ params, ifMatch, body })
  await reviewer.api.endorseApplication({ params, ifMatch, body })
  const { application, determination, history } = (await reviewer.api.readApplication({ params })).body
  expect(application).toMatchObject({
    archiveDecision: 'eligible',
    unionCategory: 'relative',
    state: 'public_notice',
  })
  expect(application.override).toMatchObject({ state: 'confirmed', confirmedBy: approver.id })
  expect(determination).toMatchObject({ archiveDecision: 'ineligible_not_worker' })
  expect(history.map(({ step }) => step).slice(-3)).toEqual(['propose-override', 'confirm-override', 'endorse'])

  const { body: approved } = await approver.api.approveApplication({ params, ifMatch, body })
  const file = await reviewer.api.readFile({ params: { fileNumber: approved.fileNumber ?? '' } })
  expect(file.body).toMatchObject({ unionCategory: 'relative', caseNumber: found.caseNumber })
  await eventually(async () => {
    const opening = await countOf(
      house.db,
      "referrals WHERE plan_id = ? AND measure IN ('M901', 'M902', 'M903')",
      found.caseNumber,
    )
    return opening === 3 ? true : undefined
  })
})

it('an override is confirmed and rejected by nobody who proposed it, and keeps its proposer from approving', async () => {
  const { params } = await underReview(house, 'H16')
  await approver.api.claimApplication({ params, ifMatch })
  await approver.api.proposeOverride({ params, ifMatch, body: outcome })
  expect(await refusalOf(approver.api.confirmOverride({ params, ifMatch, body }))).toEqual([409, 'own-work'])
  expect(await refusalOf(approver.api.rejectOverride({ params, ifMatch, body }))).toEqual([409, 'own-work'])
  await second.api.confirmOverride({ params, ifMatch, body })
  await approver.api.releaseApplication({ params, ifMatch })
  await reviewer.api.claimApplication({ params, ifMatch })
  await reviewer.api.endorseApplication({ params, ifMatch, body })
  expect(await refusalOf(approver.api.approveApplication({ params, ifMatch, body }))).toEqual([409, 'own-work'])
})

it('an override that is rejected leaves the outcome of the determination', async () => {
  const { params } = await underReview(house, 'H16')
  await reviewer.api.claimApplication({ params, ifMatch })
  await reviewer.api.proposeOverride({ params, ifMatch, body: outcome })
  const rejected = await approver.api.rejectOverride({ params, ifMatch, body: { reason: '没有凭证' } })
  expect(rejected.body).toMatchObject({ override: null, archiveDecision: 'ineligible_not_worker' })
  const again = approver.api.confirmOverride({ params, ifMatch, body })
  expect(await refusalOf(again)).toEqual([409, 'wrong-state'])
})
