import { type Client, createClient } from '@jiekun/client'
import type { StaffActor } from '@jiekun/schema'
import { dayInChina } from '@jiekun/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reviewQueue } from '../../services/registration/src/review/store.ts'
import { type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openStaff, type StaffMember } from './review.ts'
import { storeUntold } from './untold-case.ts'

let house: House
let reviewer: StaffMember
let colleague: StaffMember
let elsewhere: StaffMember
beforeAll(async () => {
  house = await openHouse()
  reviewer = await openStaff(house, 'county_reviewer')
  colleague = await openStaff(house, 'county_reviewer')
  elsewhere = await openStaff(house, 'county_reviewer', '152900')
  for (const [name, row] of Object.entries(rows)) names.set(await store(row), name)
})
afterAll(() => house.close())

const dayFromNow = (days: number): string => dayInChina(new Date(Date.now() + days * 86_400_000))

interface Row {
  state: string
  /** Days from today. */
  due: number | null
  submittedAt: number
  claimedBy?: 'reviewer' | 'colleague'
}
const rows: Record<string, Row> = {
  'under review, due later': { state: 'under_review', due: 3, submittedAt: 1 },
  'under review, overdue, young': { state: 'under_review', due: -2, submittedAt: 9 },
  'under review, overdue, old': { state: 'under_review', due: -2, submittedAt: 5, claimedBy: 'reviewer' },
  'under review, due today': { state: 'under_review', due: 0, submittedAt: 2, claimedBy: 'colleague' },
  'returned, overdue': { state: 'returned', due: -1, submittedAt: 3 },
  'returned, due today': { state: 'returned', due: 0, submittedAt: 3 },
  'noticed, over since yesterday': { state: 'public_notice', due: -1, submittedAt: 4 },
  'noticed, over today': { state: 'public_notice', due: 0, submittedAt: 4 },
  'noticed, not over': { state: 'public_notice', due: 1, submittedAt: 4 },
  approved: { state: 'approved', due: null, submittedAt: 1 },
  submitted: { state: 'submitted', due: null, submittedAt: 1 },
}
const names = new Map<string, string>()

async function store({ state, due, submittedAt, claimedBy }: Row): Promise<string> {
  const { caseNumber } = await storeUntold(house.db, 'H12', { state })
  await house.db
    .prepare('UPDATE applications SET due_on = ?, submitted_at = ?, claimed_by = ?, claimed_at = ? WHERE id = ?')
    .bind(
      due === null ? null : dayFromNow(due),
      submittedAt,
      claimedBy === undefined ? null : { reviewer, colleague }[claimedBy].id,
      claimedBy === undefined ? null : 1,
      caseNumber,
    )
    .run()
  return caseNumber
}

type Query = NonNullable<Parameters<Client['listReviewQueue']>[0]>['query']
const queue = async (query: Query = {}, by = reviewer) => (await by.api.listReviewQueue({ query })).body
const inQueue = async (query?: Query, by?: StaffMember) =>
  (await queue(query, by)).items.map(({ caseNumber }) => names.get(caseNumber))

const everything = [
  'under review, overdue, old',
  'under review, overdue, young',
  'returned, overdue',
  'noticed, over since yesterday',
  'under review, due today',
  'noticed, over today',
  'under review, due later',
]

describe('the review queue', () => {
  it('holds what waits for the staff, by deadline and then by age', async () => {
    expect(await inQueue()).toEqual(everything)
  })

  it('says what is overdue, by when each is due, and who has claimed it', async () => {
    const { items } = await queue()
    expect(items.map(({ overdue }) => overdue)).toEqual([true, true, true, true, false, false, false])
    expect(items[0]).toMatchObject({ dueOn: dayFromNow(-2), claimedBy: reviewer.id })
  })

  it('comes page by page, each case once, whatever the page size', async () => {
    for (const limit of [1, 2, 3, 7]) {
      const seen: (string | undefined)[] = []
      for (let after: string | undefined; ; ) {
        const page = await queue({ limit, ...(after === undefined ? {} : { after }) })
        seen.push(...page.items.map(({ caseNumber }) => names.get(caseNumber)))
        if (page.next === null) break
        after = page.next
      }
      expect(seen).toEqual(everything)
    }
    expect(await refusalOf(queue({ after: 'nonsense' }))).toEqual([422, 'invalid-input'])
  })

  it('can be asked by state, by claim and by area', async () => {
    expect(await inQueue({ state: 'returned' })).toEqual(['returned, overdue'])
    expect(await inQueue({ state: 'public_notice' })).toEqual(['noticed, over since yesterday', 'noticed, over today'])
    expect(await inQueue({ claimed: 'me' })).toEqual(['under review, overdue, old'])
    expect(await inQueue({ claimed: 'others' })).toEqual(['under review, due today'])
    expect(await inQueue({ claimed: 'nobody', state: 'under_review' })).toEqual([
      'under review, overdue, young',
      'under review, due later',
    ])
    expect(await inQueue({ area: '152900' })).toEqual([])
    expect(await inQueue({ area: '150800' })).toEqual(everything)
  })

  it('shows nothing of another area, also to whoever asks for it, and nothing at all to who may not review', async () => {
    expect(await inQueue({}, elsewhere)).toEqual([])
    expect(await inQueue({ area: '150800' }, elsewhere)).toEqual([])
    expect(await refusalOf((await house.client('auditor')).listReviewQueue())).toEqual([403, 'not-allowed'])
    expect(await refusalOf(createClient({ url: house.url }).listReviewQueue())).toEqual([401, 'sign-in-needed'])
  })

  it('is read in the order of its index, without sorting what waits', async () => {
    const actor: StaffActor = { kind: 'staff', id: 'x', role: 'county_reviewer', area: '150203' }
    const after = { dueOn: '2026-01-05', submittedAt: 1, id: '1502-260101-00000000' }
    const filters = [
      {},
      { after },
      { state: 'under_review' as const, after },
      { claimed: 'me' as const, area: '150203' },
    ]
    for (const filter of filters) {
      const { sql, params } = reviewQueue(house.db, actor, { today: '2026-11-25', limit: 20, ...filter }).toSQL()
      const plan = await house.db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .bind(...params)
        .all<{ detail: string }>()
      const details = plan.results.map(({ detail }) => detail).join('\n')
      expect(details).toContain('SEARCH applications USING INDEX applications_by_due (state=?')
      expect(details).not.toMatch(/SCAN|TEMP B-TREE/)
    }
  })
})
