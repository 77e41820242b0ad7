import { workingCalendar } from '@jiekun/calendar'
import {
  applicationStateSchema,
  areaRange,
  declineGroundSchema,
  missingSchema,
  overrideSchema,
  type StaffActor,
} from '@jiekun/schema'
import type { queueStates } from '@jiekun/schema/api'
import { applications, householdFiles } from '@jiekun/schema/tables/registration'
import { announcedYears, dayInChina, queries, withinReach, yearsOf } from '@jiekun/worker'
import { and, asc, between, eq, isNotNull, isNull, lt, lte, ne, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import { type ApplicationRow, reachColumns, summaryColumns } from '../applications/store.ts'
import { shownTwins } from '../twins/bounds.ts'
import { hasTwin } from '../twins/store.ts'
import type { ReviewCase } from './transition.ts'

/** An application within reach, the file that its person has already, and the calendar that its days are counted by, in one round trip. */
export async function loadForReview(d1: D1Database, actor: StaffActor, caseNumber: string) {
  const db = queries(d1)
  const reached = and(eq(applications.id, caseNumber), withinReach(actor, reachColumns))
  const [[application], [file], years] = await db.batch([
    db.select().from(applications).where(reached),
    db
      .select()
      .from(householdFiles)
      .where(
        eq(
          householdFiles.personIndex,
          db.select({ personIndex: applications.personIndex }).from(applications).where(reached),
        ),
      ),
    announcedYears({ db: d1 }),
  ])
  return application && { application, file, calendar: workingCalendar(yearsOf(years)) }
}

/** What a review knows of an application, read from its row. */
export const reviewCaseOf = (row: ReviewColumns): ReviewCase => ({
  state: applicationStateSchema.parse(row.state),
  archiveDecision: row.archiveDecision,
  unionCategory: row.unionCategory,
  dueOn: row.dueOn,
  dueKnown: row.dueKnown === 1,
  claimedBy: row.claimedBy,
  claimedOn: row.claimedAt === null ? null : dayInChina(new Date(row.claimedAt)),
  missing: row.missing === null ? null : missingSchema.parse(JSON.parse(row.missing)),
  override: row.override === null ? null : overrideSchema.parse(JSON.parse(row.override)),
  endorsedBy: row.endorsedBy,
  noticeEndsOn: row.noticeEndsOn,
  turn: row.turn,
  declinedAs: row.declinedAs === null ? null : declineGroundSchema.parse(row.declinedAs),
})
export type ReviewColumns = Pick<
  ApplicationRow,
  | 'state'
  | 'archiveDecision'
  | 'unionCategory'
  | 'dueOn'
  | 'dueKnown'
  | 'claimedBy'
  | 'claimedAt'
  | 'missing'
  | 'override'
  | 'endorsedBy'
  | 'noticeEndsOn'
  | 'turn'
  | 'declinedAs'
>

/** The columns that hold what a step has made of an application, besides its state. */
export const reviewColumns = (
  { claimedBy, claimedAt }: Pick<ReviewColumns, 'claimedBy' | 'claimedAt'>,
  next: ReviewCase,
  at: number,
): Omit<ReviewColumns, 'state'> => ({
  archiveDecision: next.archiveDecision,
  unionCategory: next.unionCategory,
  dueOn: next.dueOn,
  dueKnown: next.dueKnown ? 1 : 0,
  claimedBy: next.claimedBy,
  claimedAt: next.claimedBy === null ? null : next.claimedBy === claimedBy ? claimedAt : at,
  missing: next.missing && JSON.stringify(next.missing),
  override: next.override && JSON.stringify(next.override),
  endorsedBy: next.endorsedBy,
  noticeEndsOn: next.noticeEndsOn,
  turn: next.turn,
  declinedAs: next.declinedAs,
})

type QueueState = (typeof queueStates)[number]

export interface QueueFilter {
  state?: QueueState | undefined
  claimed?: 'me' | 'nobody' | 'others' | undefined
  area?: string | undefined
  after?: QueueCursor | undefined
  /** ISO date. */
  today: string
  limit: number
}

/** Where a page ended: in the order of the queue. */
export interface QueueCursor {
  dueOn: string
  submittedAt: number
  id: string
}

/**
 * A page of what waits for the staff. Each state is read in the order of its index and the three are merged, so that
 * nothing is sorted and reading ends where the page does.
 */
export function reviewQueue(d1: D1Database, actor: StaffActor, filter: QueueFilter) {
  const db = queries(d1)
  const { today, after, claimed } = filter
  const { dueOn, submittedAt, id, claimedBy, countyCode, turn } = applications
  const waits: Record<QueueState, SQL | undefined> = {
    under_review: undefined,
    returned: lt(dueOn, today),
    public_notice: lte(dueOn, today),
  }
  const claims = {
    me: eq(claimedBy, actor.id),
    nobody: isNull(claimedBy),
    others: and(isNotNull(claimedBy), ne(claimedBy, actor.id)),
  }
  const part = (state: QueueState) =>
    db
      .select({ ...summaryColumns, hasTwin: hasTwin.as('has_twin') })
      .from(applications)
      .where(
        and(
          eq(applications.state, state),
          isNotNull(dueOn),
          // What is folded is settled with the twins that are not, or ends by itself.
          lte(turn, shownTwins),
          waits[state],
          withinReach(actor, reachColumns),
          filter.area === undefined ? undefined : between(countyCode, ...areaRange(filter.area)),
          claimed && claims[claimed],
          after && sql`(${dueOn}, ${submittedAt}, ${id}) > (${after.dueOn}, ${after.submittedAt}, ${after.id})`,
        ),
      )
  const order = [asc(dueOn), asc(submittedAt), asc(id)]
  return filter.state === undefined
    ? unionAll(part('under_review'), part('returned'), part('public_notice'))
        .orderBy(...order)
        .limit(filter.limit)
    : part(filter.state)
        .orderBy(...order)
        .limit(filter.limit)
}
