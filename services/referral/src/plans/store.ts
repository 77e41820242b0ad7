import type { WorkingCalendar } from '@jiekun/calendar'
import { type Determination, determinationSchema, type Event } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { referrals } from '@jiekun/schema/tables/referral'
import { applications, applicationTransitions } from '@jiekun/schema/tables/registration'
import {
  auditInsertion,
  auditRows,
  dayInChina,
  inForce,
  logFromOutbox,
  messagesOf,
  queries,
  type ServiceContext,
} from '@jiekun/worker'
import { and, eq, exists, gt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type NewTask, taskStatements } from '../cooperation/new-tasks.ts'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import type { Clock } from '../deadlines/clock.ts'
import { deliveryStatements, type NewDelivery } from '../deliveries/new-deliveries.ts'
import { inList } from '../in-list.ts'
import type { Directory } from '../routing/directory.ts'
import { type RuleBook, ruleBook, toRule } from '../routing/rules.ts'
import { directoryOf, officesAround, registeredCode, rulesBy } from '../routing/store.ts'
import { settledStates } from '../states/transition.ts'
import type { NewReferral } from './extend-plan.ts'
import { type HelpOfOthers, hasEnded, helpOfOthers, referralsOfOthers } from './help-of-others.ts'

/** What the plans of a batch of events are decided on. */
export interface Planning {
  determinations: Map<string, Determination>
  /** Ids of those whose facts have been put right since, or whose case has ended. */
  superseded: Set<string>
  /** Case numbers of those that wait for another application of their person. */
  waiting: Set<string>
  /** What other applications of the same person, which were open together with it, have of help, by case number. */
  others: Map<string, HelpOfOthers>
  /** Measures already referred, by case number. */
  held: Map<string, Set<string>>
  /** Where each household is registered, by the id of its determination; null where that is not kept. */
  registered: Map<string, string | null>
  /** Offices around where the households live and are registered; what this batch routes is counted in. */
  directory: Directory
  rules: RuleBook
  calendar: WorkingCalendar
}

/** Loads all that a batch of events needs in one round trip. */
export async function loadPlanning(
  ctx: ServiceContext,
  events: readonly { subject: string; area: string; data: { determinationId: string } }[],
): Promise<Planning> {
  const db = queries(ctx.db)
  const day = dayInChina(ctx.now)
  const ofEvents = inList(
    determinations.id,
    events.map((event) => event.data.determinationId),
  )
  const cases = events.map(({ subject }) => subject)
  const [made, referred, places, rules, years, states, otherRows] = await db.batch([
    db
      .select({
        id: determinations.id,
        caseNumber: sql<string>`${determinations.applicationId}`.as('case_number'),
        determination: determinations.determination,
        registered: registeredCode,
        // Whatever takes an application back to the beginning makes a new determination of it.
        superseded: sql`${exists(
          db
            .select({ one: sql`1` })
            .from(applicationTransitions)
            .where(
              and(
                eq(applicationTransitions.applicationId, determinations.applicationId),
                gt(applicationTransitions.sequence, determinations.applicationVersion),
                eq(applicationTransitions.state, 'submitted'),
              ),
            ),
        )}`.mapWith(Boolean),
      })
      .from(determinations)
      .where(ofEvents),
    db
      .select({ planId: referrals.planId, measure: referrals.measure })
      .from(referrals)
      .where(inList(referrals.planId, cases)),
    officesAround(
      ctx,
      events.map((event) => event.area),
      ofEvents,
    ),
    rulesBy(ctx, day),
    announcedYears(ctx),
    db
      .select({ id: applications.id, turn: applications.turn, state: applications.state })
      .from(applications)
      .where(inList(applications.id, cases)),
    referralsOfOthers(ctx, cases),
  ])
  const ended = new Set(states.filter(({ state }) => hasEnded(state)).map(({ id }) => id))
  const held = new Map<string, Set<string>>()
  for (const { planId, measure } of referred) held.set(planId, (held.get(planId) ?? new Set()).add(measure))
  return {
    registered: new Map(made.map((row) => [row.id, row.registered])),
    directory: directoryOf(places),
    rules: ruleBook(rules.map(toRule), day),
    determinations: new Map(made.map((row) => [row.id, determinationSchema.parse(JSON.parse(row.determination))])),
    superseded: new Set(made.filter((row) => row.superseded || ended.has(row.caseNumber)).map(({ id }) => id)),
    waiting: new Set(states.filter(({ turn }) => turn > 0).map(({ id }) => id)),
    others: helpOfOthers(otherRows),
    held,
    calendar: calendarWith(years),
  }
}

export interface PlanExtension {
  caseNumber: string
  countyCode: string
  /** Null while only emergency aid is referred. */
  fileNumber: string | null
  referrals: readonly (NewReferral & Clock)[]
  tasks: readonly NewTask[]
  deliveries: readonly NewDelivery[]
}

/** The statements that write a plan and what it is extended by: five at most, however many referrals there are. */
export function extendPlan(ctx: ServiceContext, extension: PlanExtension): D1PreparedStatement[] {
  const { caseNumber, countyCode, fileNumber } = extension
  const at = ctx.now.getTime()
  const rows = JSON.stringify(extension.referrals)
  return [
    // A plan that new referrals are added to is not completed any more.
    ctx.db
      .prepare(
        `INSERT INTO plans (id, county_code, file_number, opened_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET file_number = coalesce(excluded.file_number, file_number),
           completed_at = CASE WHEN json_array_length(?5) > 0 THEN NULL ELSE completed_at END`,
      )
      .bind(caseNumber, countyCode, fileNumber, at, rows),
    ctx.db
      .prepare(
        `INSERT INTO referrals (id, plan_id, county_code, measure, clause, member_ids, office_id, is_default, emergency,
           routed_because, state, version, duty, clock_from, clock_days, due_on, due_known, attend_on, created_at)
         SELECT value->>'id', ?2, ?3, value->>'measure', value->>'clause', value->>'memberIds', value->>'officeId',
           value->>'isDefault', value->>'emergency', value->>'reasons', 'created', 1, value->>'duty', value->>'clockFrom',
           value->>'clockDays', value->>'dueOn', value->>'dueKnown', value->>'attendOn', ?4 FROM json_each(?1)`,
      )
      .bind(rows, caseNumber, countyCode, at),
    ctx.db
      .prepare(
        `INSERT INTO referral_transitions (referral_id, sequence, state, at, actor)
         SELECT value->>'id', 1, 'created', ?2, ?3 FROM json_each(?1)`,
      )
      .bind(rows, at, `system:${ctx.service}`),
    ...taskStatements(ctx, extension.tasks),
    ...deliveryStatements(ctx, extension.deliveries),
  ]
}

const settled = settledStates.map((state) => `'${state}'`).join(', ')

/** The statement that opens a plan anew, because help that was said to be given has not arrived. */
export const reopenPlan = (ctx: ServiceContext, caseNumber: string): D1PreparedStatement =>
  ctx.db.prepare('UPDATE plans SET completed_at = NULL WHERE id = ?1').bind(caseNumber)

/**
 * The statements that complete a plan, with its event, its log and its audit, if it has a file and nothing of it is open. The last
 * returns a row if it did. Decided inside the batch: of two that finish a plan together, the second sees the
 * first. For the same reason the plan is complete a moment after its last answer, and not when this request began.
 */
export async function completePlan(
  ctx: ServiceContext,
  event: Event,
  leasedUntil: number,
): Promise<D1PreparedStatement[]> {
  const readyOf = (
    id: string,
  ): string => `plans.id = ${id} AND file_number IS NOT NULL AND completed_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM referrals WHERE plan_id = plans.id AND state NOT IN (${settled}))`
  const ready = readyOf('?1')
  const moment = `coalesce((SELECT max(at) + 1 FROM referral_transitions WHERE referral_id IN (
    SELECT id FROM referrals WHERE plan_id = plans.id)), ?2)`
  const at = ctx.now.getTime()
  const consumers = messagesOf([event]).map(({ consumer }) => consumer)
  const outboxRows = ctx.db
    .prepare(
      `INSERT INTO outbox (event_id, consumer, service, event, created_at, leased_until, attempts)
       SELECT ?3, consumer.value, ?4, json_set(?5, '$.time', strftime('%Y-%m-%dT%H:%M:%fZ', ${moment} / 1000.0, 'unixepoch')),
         ?2, ?6, 1 FROM plans, json_each(?7) AS consumer WHERE ${ready}`,
    )
    .bind(event.subject, at, event.id, ctx.service, JSON.stringify(event), leasedUntil, JSON.stringify(consumers))
  const bySystem: ServiceContext = { ...ctx, actor: { kind: 'system', id: ctx.service }, reason: undefined }
  const rows = await auditRows(bySystem, [{ action: event.type, subject: event.subject, area: event.area }])
  return [
    ...(inForce('outbox') ? [outboxRows] : []),
    logFromOutbox(ctx, event),
    auditInsertion(ctx.db, rows, { table: 'plans', condition: readyOf('?2'), value: event.subject }),
    ctx.db
      .prepare(`UPDATE plans SET completed_at = ${moment} WHERE ${ready} RETURNING completed_at AS completedAt`)
      .bind(event.subject, at),
  ]
}

/** The moment at which the last statement of {@link completePlan} completed a plan, if it did. */
export const completionOf = (result: D1Result<unknown> | undefined): Date | undefined => {
  const [row] = z.array(z.object({ completedAt: z.int() })).parse(result?.results ?? [])
  return row && new Date(row.completedAt)
}
