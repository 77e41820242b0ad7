import { addDays, workingCalendar } from '@jiekun/calendar'
import { overrideOutcomes, receiptSchema, roleHolds, type StaffRole } from '@jiekun/schema'
import type { CaseHead } from '@jiekun/schema/api'
import { dayInChina } from '@jiekun/worker'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type ReviewCase,
  type Step,
  type StepRefusal,
  takeStep,
} from '../../services/registration/src/review/transition.ts'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openStaff, type StaffMember } from './review.ts'
import { countOf } from './rows.ts'
import { eventOf, silenceOffices, storeUntold } from './untold-case.ts'

const noticeDays = 5
const roles: Record<string, [StaffRole, string]> = {
  r1: ['county_reviewer', '150000'],
  r2: ['county_reviewer', '150000'],
  a1: ['city_approver', '150000'],
  a2: ['city_approver', '150000'],
  elsewhere: ['city_approver', '152900'],
  auditor: ['auditor', '150000'],
  helper: ['helper', '150000'],
}
const actors = new Map<string, StaffMember>()
let house: House
beforeAll(async () => {
  house = await openHouse({ publicNoticeDays: noticeDays })
  await silenceOffices(house.db, '*')
  for (const [name, [role, area]] of Object.entries(roles)) actors.set(name, await openStaff(house, role, area))
})
afterAll(() => house.close())

const missing = { items: ['income_proof' as const], note: '请补充收入证明' }
const body = { reason: '随机' }
type StaffStep = Exclude<
  Step,
  { step: 'determine' | 'correct' | 'withdraw' | 'reopen' | 'take-turn' | 'give-way' | 'lapse' }
>

/** Asks the house for a step, as its API has it. */
function ask({ api }: StaffMember, caseNumber: string, ifMatch: string, step: StaffStep): Promise<{ body: CaseHead }> {
  const params = { caseNumber }
  switch (step.step) {
    case 'claim':
      return api.claimApplication({ params, ifMatch })
    case 'release':
      return api.releaseApplication({ params, ifMatch })
    case 'return':
      return api.returnApplication({ params, ifMatch, body: step.missing })
    case 'endorse':
      return api.endorseApplication({ params, ifMatch, body })
    case 'approve':
      return api.approveApplication({ params, ifMatch, body })
    case 'decline':
      return api.declineApplication({
        params,
        ifMatch,
        body: step.ground === null ? body : { ...body, ground: step.ground },
      })
    case 'put-forward':
      return api.putApplicationForward({ params, ifMatch, body })
    case 'propose-override':
      return api.proposeOverride({ params, ifMatch, body: { ...body, ...step.outcome } })
    case 'confirm-override':
      return api.confirmOverride({ params, ifMatch, body })
    case 'reject-override':
      return api.rejectOverride({ params, ifMatch, body })
    default:
      return step satisfies never
  }
}
const scopeOf = (step: StaffStep['step']) =>
  ['approve', 'confirm-override', 'reject-override', 'put-forward'].includes(step)
    ? 'applications:approve'
    : 'applications:review'

const problemOf = ({ reason }: StepRefusal): [number, string] => {
  if (reason === 'own-work') return [409, 'own-work']
  if (reason === 'twin-waits') return [409, 'twin-open']
  return reason === 'not-approver' ? [403, 'not-allowed'] : [409, 'wrong-state']
}

const anyStep: fc.Arbitrary<StaffStep> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<StaffStep>({ step: 'claim' }) },
  { weight: 3, arbitrary: fc.constantFrom<StaffStep>({ step: 'endorse', noticeDays }, { step: 'approve' }) },
  { weight: 3, arbitrary: fc.constantFrom<StaffStep>({ step: 'confirm-override' }, { step: 'reject-override' }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...overrideOutcomes)
      .map((archiveDecision): StaffStep => ({ step: 'propose-override', outcome: { archiveDecision } })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<StaffStep>(
      { step: 'release' },
      { step: 'return', missing },
      { step: 'decline', ground: null },
      { step: 'decline', ground: 'duplicate' },
      { step: 'put-forward' },
    ),
  },
)
interface Move {
  step: StaffStep
  by: string
  version: 'read' | 'any' | 'older'
  /** Days that pass before it. */
  days: number
}
const anyMove: fc.Arbitrary<Move> = fc.record({
  step: anyStep,
  by: fc.constantFrom('r1', 'r1', 'r2', 'a1', 'a1', 'a2', ...Object.keys(roles)),
  version: fc.constantFrom('read', 'read', 'read', 'any', 'older'),
  days: fc.constantFrom(0, 0, 0, 0, 5, 20),
})

const walk = (...taken: [by: string, step: StaffStep, days?: number][]): Move[] =>
  taken.map(([by, step, days = 0]) => ({ step, by, version: 'read', days }))
/** Ways through every state, whatever chance brings. */
const ways: [household: string, moves: Move[]][] = [
  ['H12', walk(['r1', { step: 'claim' }], ['r1', { step: 'endorse', noticeDays }], ['a1', { step: 'approve' }, 20])],
  [
    'H12',
    walk(['r1', { step: 'claim' }], ['r1', { step: 'return', missing }], ['r2', { step: 'decline', ground: null }, 40]),
  ],
  [
    'twin of H12',
    walk(
      ['r1', { step: 'claim' }],
      ['r1', { step: 'endorse', noticeDays }],
      ['a1', { step: 'put-forward' }],
      ['r1', { step: 'endorse', noticeDays }],
    ),
  ],
]

const back = (day: string | null, days: number): string | null =>
  day === null ? null : new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)

/** Stores the application of the same person that goes forward while this one waits. */
async function storeFirst(twin: string): Promise<string> {
  const { caseNumber: first } = await storeUntold(house.db, 'H12')
  await house.db.batch([
    house.db.prepare('UPDATE applications SET turn = 1, twin_of = ?2 WHERE id = ?1').bind(twin, first),
    house.db.prepare('UPDATE applications SET person_index = ?2 WHERE id = ?1').bind(first, twin),
  ])
  return first
}

/** Lets days pass: everything that a case remembers lies so much further back. */
async function pass(caseNumber: string, found: ReviewCase, days: number): Promise<ReviewCase> {
  const passed = { ...found, dueOn: back(found.dueOn, days), claimedOn: back(found.claimedOn, days) }
  await house.db
    .prepare('UPDATE applications SET due_on = ?, claimed_at = claimed_at - ? WHERE id = ?')
    .bind(passed.dueOn, days * 86_400_000, caseNumber)
    .run()
  return passed
}

const shown = (head: CaseHead): ReviewCase => ({
  state: head.state,
  archiveDecision: head.archiveDecision,
  unionCategory: head.unionCategory,
  dueOn: head.dueOn,
  dueKnown: head.dueKnown,
  claimedBy: head.claimedBy,
  claimedOn: head.claimedAt === null ? null : dayInChina(new Date(head.claimedAt)),
  missing: head.missing,
  override: head.override,
  endorsedBy: head.endorsedBy,
  noticeEndsOn: head.noticeEndsOn,
  turn: head.turn,
  declinedAs: head.declinedAs,
})

it('no sequence of calls by anybody takes the house where the table does not lead, and every step is stored once', {
  timeout: 240_000,
}, async () => {
  const reached = new Set<string>()
  const moves = fc.array(anyMove, { minLength: 15, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('H12', 'H12', 'H16', 'twin of H12'), moves, async (household, sequence) => {
      const stored = await storeUntold(house.db, household.replace('twin of ', ''))
      const { caseNumber, determinationId } = stored
      const first = household === 'twin of H12' ? await storeFirst(caseNumber) : undefined
      const made = eventOf(stored, 'determination.made', { determinationId, applicationVersion: 1 })
      await house.deliver('registration', [made])
      const reader = actors.get('r2')
      if (!reader) throw new Error('nobody reads')
      let head: CaseHead = (await reader.api.readApplication({ params: { caseNumber } })).body.application
      let model = shown(pick(head))
      for (const { step, by, version, days } of sequence) {
        if (days > 0) model = await pass(caseNumber, model, days)
        const actor = actors.get(by)
        const [role] = roles[by] ?? []
        if (!actor || !role) throw new Error('nobody acts')
        const ifMatch = { read: `"${head.version}"`, any: '*', older: `"${head.version - 1}"` }[version] ?? ''
        const asked = ask(actor, caseNumber, ifMatch, step)
        const mayApprove = roleHolds(role, 'applications:approve')
        const today = dayInChina(new Date())
        const taken = takeStep(model, step, { id: actor.id, mayApprove, today, calendar: workingCalendar() })
        const refused = !roleHolds(role, scopeOf(step.step))
          ? [403, 'not-allowed']
          : by === 'elsewhere'
            ? [404, 'not-found']
            : version === 'older'
              ? [412, 'version-stale']
              : taken.ok
                ? undefined
                : problemOf(taken.refusal)
        if (refused) {
          expect(await refusalOf(asked), `${step.step} by ${by} in ${model.state}`).toEqual(refused)
          continue
        }
        if (!taken.ok) throw new Error('refused and taken')
        const answer = (await asked).body
        const changes = taken.value === model ? 0 : 1
        expect(answer.version).toBe(head.version + changes)
        expect(shown(answer)).toEqual(taken.value)
        head = answer
        model = taken.value
        reached.add(model.state)
      }
      const { body: last } = await reader.api.readApplication({ params: { caseNumber } })
      expect(shown(pick(last.application))).toEqual(model)
      expect(last.history.map((each) => each.sequence)).toEqual(
        Array.from({ length: head.version - 1 }, (_, index) => index + 2),
      )
      if (first !== undefined) {
        const { body: other } = await reader.api.readApplication({ params: { caseNumber: first } })
        const gaveWay = model.turn === 0 ? { state: 'declined', declinedAs: 'not_own' } : { state: 'submitted' }
        expect(other.application).toMatchObject(gaveWay)
      }
      const approved = model.state === 'approved' ? 1 : 0
      expect(await countOf(house.db, 'household_files WHERE application_id = ?', caseNumber)).toBe(approved)
    }),
    { numRuns: 30, endOnFailure: true, examples: ways },
  )
  expect([...reached].toSorted()).toEqual(['approved', 'declined', 'public_notice', 'returned', 'under_review'])
})

/** The head of a case out of the whole that staff read. */
const pick = ({
  facts: _facts,
  members: _members,
  consents: _consents,
  ...head
}: CaseHead & Record<string, unknown>): CaseHead => head

it('the public notice is waited for, and the applicant reads until when', async () => {
  const [r1, a1] = [actors.get('r1'), actors.get('a1')]
  if (!r1 || !a1) throw new Error('nobody acts')
  const json = newApplication(workedHousehold('H12').household)
  const answer = await house.send('POST', '/api/v1/applications', { json })
  const { caseNumber, accessCode } = receiptSchema.parse(answer.json)
  const params = { caseNumber }
  await eventually(async () => {
    const { body: found } = await r1.api.readApplication({ params })
    return found.application.state === 'under_review' ? true : undefined
  })
  await r1.api.claimApplication({ params, ifMatch: '*' })
  const { body: head } = await r1.api.endorseApplication({ params, ifMatch: '*', body })
  expect(head.dueOn).toBe(addDays(head.noticeEndsOn ?? '', 1))
  expect(await refusalOf(a1.api.approveApplication({ params, ifMatch: '*', body }))).toEqual([409, 'wrong-state'])
  const page = await house.send('POST', '/status', {
    body: new URLSearchParams({ caseNumber, accessCode }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  const [year, month, day] = (head.noticeEndsOn ?? '').split('-').map(Number)
  expect(page.text).toContain(`公示期到 ${year}年${month}月${day}日 为止`)
  const told = await eventually(async () => {
    const { body: messages } = await r1.api.listNotifications({ query: { caseNumber } })
    return messages.items.find(({ template }) => template === 'endorsed')?.body
  })
  expect(told).toContain(`公示期到 ${year}年${month}月${day}日 为止`)

  await house.db
    .prepare('UPDATE applications SET due_on = ? WHERE id = ?')
    .bind(dayInChina(new Date()), caseNumber)
    .run()
  expect((await a1.api.approveApplication({ params, ifMatch: '*', body })).body.state).toBe('approved')
})
