import type { StaffActor, StaffRole } from '@jiekun/schema'
import { queryOf, toStatement } from '@jiekun/worker'
import type { Query } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type TaskFilter, taskPageQuery } from '../../services/referral/src/cooperation/store.ts'
import { countsQuery, tabQuery } from '../../services/referral/src/inbox/store.ts'
import { stalledQuery } from '../../services/referral/src/stalled/store.ts'
import { helpedQuery } from '../../services/registration/src/agents/store.ts'
import { documentsQuery } from '../../services/registration/src/documents/store.ts'
import { correctionsQuery } from '../../services/registration/src/own-correction/list-corrections.ts'
import { listRows } from '../../services/registration/src/requests/store.ts'
import { reviewQueue } from '../../services/registration/src/review/store.ts'
import type { Criteria } from '../../services/registration/src/search/criteria.ts'
import { countQuery, pageQuery } from '../../services/registration/src/search/store.ts'
import { nextQuery, twinsText, untoldText } from '../../services/registration/src/twins/store.ts'
import { type House, openHouse } from './house.ts'

const actor = (role: StaffRole, area: string): StaffActor => ({ kind: 'staff', id: 'u1', role, area })
const county = actor('county_reviewer', '150203')
const city = actor('city_approver', '150200')
const region = actor('region_supervisor', '150000')
const helper = actor('helper', '150203')

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

async function planOf({ sql, params }: Query): Promise<string> {
  const { results } = await toStatement(house.db, { toSQL: () => ({ sql: `EXPLAIN QUERY PLAN ${sql}`, params }) }).all()
  return z
    .array(z.object({ detail: z.string() }))
    .parse(results)
    .map(({ detail }) => detail)
    .join('; ')
}
const planOfPage = (who: StaffActor, criteria: Criteria) => planOf(pageQuery(who, criteria, { limit: 21 }))
const planOfCount = (who: StaffActor, criteria: Criteria) => planOf(countQuery(who, criteria, 10_001))

const time = 'USING INDEX applications_by_time'
const byCounty = 'USING INDEX applications_by_county (county_code=?'
const byTerm = 'USING COVERING INDEX search_terms_by_term (kind=? AND term=?'
const wide: [string, Criteria, string][] = [
  ['without a filter', {}, time],
  ['between two days', { from: 1, before: 2 }, `${time} (submitted_at>? AND submitted_at<?)`],
  ['in one county', { area: '150203' }, byCounty],
  ['in one state', { states: ['approved'] }, 'USING INDEX applications_by_state (state=?'],
  ['in several states', { states: ['submitted', 'under_review'] }, 'MERGE (UNION ALL)'],
  ['of a category', { category: 'deep' }, 'USING INDEX applications_by_category (union_category=?'],
  ['of a cause', { cause: '3' }, byTerm],
  ['of a task group', { taskGroup: '四.(二)' }, byTerm],
  [
    'of a cause, a task group, a category and a state',
    { cause: '3', taskGroup: '四.(二)', category: 'deep', states: ['approved'] },
    byTerm,
  ],
]
const anywhere: [string, Criteria, string][] = [
  ['by case number', { caseNumber: '1502-261123-K7QX9M2T' }, 'sqlite_autoindex_applications_1 (id=?)'],
  ['by file number', { fileNumber: '150203-2026-K7QX9M2T' }, 'applications_by_file (file_number=?'],
  ['by ID number', { person: 'p' }, 'applications_by_person (person_index=?'],
  ['by telephone', { phone: 'p' }, 'applications_by_phone (phone_index=?'],
  ['by name', { name: 'n' }, byTerm],
  ['by name in a state', { name: 'n', states: ['approved'] }, byTerm],
]
const inCounty: [string, Criteria, string][] = [
  ['without a filter', {}, byCounty],
  ['between two days', { from: 1, before: 2 }, 'county_code=? AND submitted_at>? AND submitted_at<?'],
  ['in several states', { states: ['submitted', 'under_review'] }, byCounty],
  ['of a category', { category: 'deep' }, byCounty],
  ['of a cause', { cause: '3' }, byCounty],
]

describe.each([
  ['a county', county, [...inCounty, ...anywhere]],
  ['a city', city, [...wide, ...anywhere]],
  ['the region', region, [...wide, ...anywhere]],
])('a page for %s', (_, who, cases) => {
  it.each(cases)('%s walks an index in its order, without sorting', async (_name, criteria, index) => {
    const plan = await planOfPage(who, criteria)
    expect(plan).toContain(index)
    expect(plan).not.toContain('TEMP B-TREE')
  })

  it.each(cases)('%s goes on after a page in the same way', async (_name, criteria, index) => {
    const after = { at: 5, id: '1502-261123-K7QX9M2T' }
    const plan = await planOf(pageQuery(who, criteria, { after, limit: 21 }))
    expect(plan).toContain(index.replace(/\)$/, ''))
    expect(plan).not.toContain('TEMP B-TREE')
  })
})

it('a helper’s page reads the paired households and none besides', async () => {
  for (const criteria of [{}, { states: ['approved'] }, { cause: '3' }, { area: '150203' }] satisfies Criteria[]) {
    const plan = await planOfPage(helper, criteria)
    expect(plan).toContain('USING INDEX sqlite_autoindex_applications_1 (id=?)')
    expect(plan).toContain('applications_by_helper (helper_id=?)')
  }
})

describe('a count reads indexes alone', () => {
  it.each([
    ['of a county', county, {}],
    ['of states in a county', county, { states: ['submitted', 'under_review'] }],
    ['of a city', city, {}],
    ['of states in a city', city, { states: ['submitted', 'under_review'] }],
    ['of the region', region, {}],
    ['of states in the region', region, { states: ['submitted', 'under_review'] }],
    ['of a category in the region', region, { category: 'deep' }],
    ['of a cause in a city', city, { cause: '3' }],
    ['of a name', region, { name: 'n' }],
    ['of days in the region', region, { from: 1, before: 2 }],
  ] satisfies [string, StaffActor, Criteria][])('%s', async (_, who, criteria) => {
    const plan = await planOfCount(who, criteria)
    expect(plan).toContain('USING COVERING INDEX')
    expect(plan).not.toMatch(/SCAN applications(?! USING COVERING INDEX applications_by_time)|TEMP B-TREE/)
  })
})

describe('the inbox of an office', () => {
  const tabs = [
    ['new', 'referrals_by_due (office_id=?'],
    ['working', 'referrals_by_due (office_id=?'],
    ['overdue', 'referrals_by_due (office_id=? AND due_on>? AND due_on<?'],
    ['done', 'referrals_by_office (office_id=?'],
    ['escalated', 'referrals_escalated (escalated_to=?'],
  ] as const
  it.each(tabs)('walks an index in the order of its list on the tab %s', async (tab, expected) => {
    const plan = await planOf(tabQuery(house.db, '1502-MZT-150203', tab, '2026-11-25').toSQL())
    expect(plan).toContain(`USING INDEX ${expected}`)
    expect(plan).not.toContain('TEMP B-TREE')
  })
  it('goes on behind its cursor, and counts without reading a table whole', async () => {
    const cursor = { day: '2026-12-01', id: 'x' }
    const plan = await planOf(tabQuery(house.db, '1502-MZT-150203', 'new', '2026-11-25', cursor).toSQL())
    expect(plan).toContain('(due_on,id)>(?,?)')
    const days = { today: '2026-11-25', soon: '2026-11-27' }
    expect(await planOf(queryOf(countsQuery('1502-MZT-150203', days)))).not.toContain('SCAN')
  })
})

it.each([
  ['of a county', county, {}, 'cooperation_tasks_by_county (county_code=?'],
  ['of a city', city, {}, 'sqlite_autoindex_cooperation_tasks_1 (id>'],
  ['of the region', region, {}, 'sqlite_autoindex_cooperation_tasks_1'],
  ['of an office', region, { officeId: '1502-MZT-150203' }, 'cooperation_tasks_by_office (office_id=?'],
  ['of a case', region, { caseNumber: '1502-261123-K7QX9M2T' }, 'cooperation_tasks_by_plan (plan_id=?'],
] satisfies [string, StaffActor, Partial<TaskFilter>, string][])(
  'a page of tasks %s walks an index in its order, without sorting',
  async (_, who, filter, index) => {
    const plan = await planOf(taskPageQuery(who, { ...filter, limit: 21 }))
    expect(plan).toContain(index)
    expect(plan).not.toContain('TEMP B-TREE')
  },
)

describe('a page of what stalls', () => {
  const clerk: StaffActor = { ...actor('office_clerk', '150203'), officeId: '1502-MZT-150203' }
  const planOfStalled = (who: StaffActor, filter: { areaCode?: string; officeId?: string } = {}) =>
    planOf(
      stalledQuery(house.db, who, {
        ...filter,
        today: '2026-11-25',
        after: { dueOn: '2026-11-20', id: 'x' },
        limit: 20,
      }).toSQL(),
    )
  it.each([
    ['of a county', county, {}],
    ['of a city', city, {}],
    ['of a county of a city', city, { areaCode: '150203' }],
    ['of the region', region, {}],
  ] satisfies [string, StaffActor, { areaCode?: string }][])(
    '%s merges three walks in the order of their indexes, and sorts the few whose notices to go on are stuck',
    async (_, who, filter) => {
      const plan = await planOfStalled(who, filter)
      expect(plan).toContain('USING INDEX referrals_overdue (')
      expect(plan).toContain('USING INDEX referrals_with_union (duty=? AND due_on>')
      expect(plan).toContain('USING INDEX referrals_unsent (state=? AND due_on>')
      expect(plan).toContain('SEARCH d USING INDEX deliveries_stuck (')
      expect(plan.split('TEMP B-TREE').length - 1).toBe(1)
    },
  )
  it('of an office reads what is its own and what rose to it', async () => {
    const plan = await planOfStalled(clerk)
    expect(plan).toContain('referrals_by_due (office_id=? AND due_on>')
    expect(plan).not.toContain('SCAN referrals')
  })
})

it.each([
  ['a county', county],
  ['a city', city],
  ['the region', region],
])('what applicants of %s ask is listed in the order it is due, without sorting', async (_, who) => {
  const after = { dueOn: '2026-11-30', id: '1502-x' }
  for (const filter of [{}, { kind: 'appeal' as const }, { after }]) {
    const query = listRows(house.db, who, { state: 'open', limit: 20, ...filter })
    const plan = await planOf(query.toSQL())
    expect(plan).toContain('case_requests_by_due')
    expect(plan).not.toContain('TEMP B-TREE')
  }
})

it.each([
  ['a county', county],
  ['the region', region],
  ['a helper', helper],
])('the documents of a case and its person are found by their cases for %s', async (_, who) => {
  const plan = await planOf(documentsQuery(house.db, who, '1502-261123-K7QX9M2T').toSQL())
  for (const index of ['documents_by_case (case_number=?', 'applications_by_person (person_index=?']) {
    expect(plan).toContain(index)
  }
  expect(plan).not.toContain('SCAN')
})

it('the cases of an agent are found in their order by their agent', async () => {
  const plan = await planOf(helpedQuery(house.db, 'DB-7K3M-9QXR').toSQL())
  expect(plan).toContain('INDEX case_agents_by_agent (agent_id=?')
  expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
})

it.each([
  [
    'that are to be swept',
    "SELECT id FROM documents WHERE state IN ('coming', 'removing') AND state = 'removing' LIMIT 1",
    'documents_to_sweep',
  ],
  ['of a draft', 'SELECT id FROM documents WHERE draft_id = ?', 'documents_by_draft (draft_id=?'],
])('documents %s are found by an index', async (_, sql, index) => {
  expect(await planOf({ sql, params: sql.includes('?') ? ['d'] : [] })).toContain(index)
})

it('the corrections of a case are found by it, the latest first', async () => {
  const plan = await planOf(correctionsQuery(house.db, '1502-261123-K7QX9M2T').toSQL())
  expect(plan).toContain('USING INDEX corrections_by_application (application_id=?)')
  expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
})

describe('what the staff and the cron ask of twins', () => {
  it('walks indexes that hold twins alone, and finds the others by their person', async () => {
    const plans = [
      await planOf({ sql: untoldText, params: [50] }),
      await planOf(nextQuery(house.db, 50).toSQL()),
      await planOf({ sql: twinsText, params: ['1502-261126-K7QX9M2T'] }),
    ]
    expect(plans[0]).toContain('USING INDEX applications_twins_untold')
    expect(plans[1]).toContain('USING INDEX applications_in_turn')
    for (const plan of plans) expect(plan).toContain('applications_by_person (person_index=?')
    expect(plans[2]).not.toContain('SCAN')
  })

  it('of a row of the review queue is one look into the index of its person', async () => {
    const plan = await planOf(reviewQueue(house.db, county, { today: '2026-11-25', limit: 20 }).toSQL())
    expect(plan).toContain('SEARCH o USING INDEX applications_by_person (person_index=?')
    expect(plan).not.toContain('TEMP B-TREE')
  })
})
