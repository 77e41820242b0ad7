import { referrals } from '@jiekun/schema/tables/referral'
import { applications } from '@jiekun/schema/tables/registration'
import { queries, type ServiceContext } from '@jiekun/worker'
import { and, eq, getTableColumns, ne, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { inList } from '../in-list.ts'
import { type ReferralRow, stateOf } from '../states/move-referral.ts'
import { takeStep } from '../states/transition.ts'

/** States in which an application has come to nothing. */
export const endedStates = ['declined', 'withdrawn'] as const

export const hasEnded = (state: string): boolean => endedStates.some((ended) => ended === state)

/** Help for the same person under other case numbers. */
export interface HelpOfOthers {
  /** Measures that need not be referred again: given, or on their way under a case that goes on. */
  measures: Set<string>
  /** Referrals still open of cases that have ended: they are to stop. */
  stopping: ReferralRow[]
}

/**
 * The query of the referrals of other applications that were open together with some cases, twins and what they are twins
 * of, each with the case that asks.
 */
export function referralsOfOthers(ctx: ServiceContext, cases: readonly string[]) {
  const other = alias(applications, 'other')
  return queries(ctx.db)
    .select({
      ...getTableColumns(referrals),
      askedFor: sql<string>`${applications.id}`.as('asked_for'),
      caseState: sql<string>`${other.state}`.as('case_state'),
    })
    .from(applications)
    .innerJoin(
      other,
      and(
        or(
          eq(other.id, applications.twinOf),
          eq(other.twinOf, sql`coalesce(${applications.twinOf}, ${applications.id})`),
        ),
        ne(other.id, applications.id),
        // The ID number of one may have been put right since.
        eq(other.personIndex, applications.personIndex),
      ),
    )
    .innerJoin(referrals, eq(referrals.planId, other.id))
    .where(inList(applications.id, cases))
}
type OtherRow = Awaited<ReturnType<typeof referralsOfOthers>>[number]

/** What becomes of that help, by the case that asks. */
export function helpOfOthers(rows: readonly OtherRow[]): Map<string, HelpOfOthers> {
  const found = new Map<string, HelpOfOthers>()
  for (const { askedFor, caseState, ...row } of rows) {
    const help = found.get(askedFor) ?? { measures: new Set(), stopping: [] }
    found.set(askedFor, help)
    const taken = takeStep(stateOf(row), 'cancel')
    const isOpen = taken.ok && taken.value === 'moves'
    if (isOpen && hasEnded(caseState)) help.stopping.push(row)
    else if (isOpen || isGiven(row)) help.measures.add(row.measure)
  }
  return found
}

/** Whether the office says that help was given; one that was declined for good was not. */
const isGiven = ({ state, outcome }: ReferralRow): boolean =>
  state === 'delivered' || (state === 'closed' && outcome !== 'declined')
