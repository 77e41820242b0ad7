import { serviceLevel } from '@jiekun/policy'
import type { Determination, Event, EventOf } from '@jiekun/schema'
import {
  type AuditEntry,
  type Change,
  type Decide,
  dayInChina,
  type Effect,
  newId,
  type ServiceContext,
} from '@jiekun/worker'
import { both } from '../both.ts'
import { newTasks } from '../cooperation/new-tasks.ts'
import { noClock, startClock } from '../deadlines/clock.ts'
import { cancelReferrals } from '../decisions/cancel-case.ts'
import { dueEvents } from '../deliveries/new-deliveries.ts'
import { envelope } from '../envelope.ts'
import { newDeliveries, newReferrals } from './extend-plan.ts'
import { completePlan, extendPlan, loadPlanning, type Planning } from './store.ts'
import { wantedMeasures } from './wanted-measures.ts'

type AskingEvent = EventOf<'determination.made'> | EventOf<'file.opened'> | EventOf<'application.turned'>
/** An event that names the determination to plan by. */
type PlanEvent = AskingEvent & { data: { determinationId: string } }

const asksForPlan = (event: Event): event is PlanEvent =>
  event.type === 'determination.made' ||
  event.type === 'file.opened' ||
  // One that is not determined yet asks when it is.
  (event.type === 'application.turned' && event.data.determinationId !== null)

/**
 * Extends plans by what a determination or an opened file asks for. Either may come first, twice or at the same time:
 * only measures that the plan does not hold are referred, and the unique key of the referrals fails the batch of
 * whoever read too early, which is then decided anew.
 */
export const decidePlans: Decide = async (ctx, events) => {
  const effects = new Map<string, Effect>(events.map((event) => [event.id, 'nothing']))
  const asking = events.filter(asksForPlan)
  if (asking.length === 0) return effects
  const planning = await loadPlanning(ctx, asking)
  const { determinations, superseded, waiting, others, held } = planning
  for (const event of asking) {
    const determination = determinations.get(event.data.determinationId)
    if (!determination) {
      effects.delete(event.id)
      continue
    }
    // Aid that does not wait for the approval must not go out on facts that were put right, or twice for one person.
    const isEarly = event.type !== 'file.opened'
    if (isEarly && (superseded.has(event.data.determinationId) || waiting.has(event.subject))) continue
    const measures = (held.get(event.subject) ?? new Set<string>()).union(
      others.get(event.subject)?.measures ?? new Set<string>(),
    )
    const { change, added } = await decidePlan(ctx, event, determination, measures, planning)
    // A later event of the batch about the same case must see what this one adds.
    held.set(event.subject, measures.union(added))
    const stopping = event.type === 'application.turned' ? (others.get(event.subject)?.stopping ?? []) : []
    // In one batch with what takes its place, so that an office that gives the help meanwhile makes this be decided anew.
    effects.set(event.id, both(cancelReferrals(ctx, planning.calendar, stopping, 'application.declined'), change))
  }
  return effects
}

async function decidePlan(
  ctx: ServiceContext,
  event: PlanEvent,
  determination: Determination,
  held: ReadonlySet<string>,
  planning: Planning,
): Promise<{ change: Effect; added: Set<string> }> {
  const { subject: caseNumber, area } = event
  const id = () => newId(area)
  const today = dayInChina(ctx.now)
  const place = {
    countyCode: area,
    registeredCode: planning.registered.get(event.data.determinationId) ?? null,
    day: today,
  }
  const referrals = newReferrals(wantedMeasures(event.type, determination), held, { place, ...planning }, id)
  const added = new Set(referrals.map((referral) => referral.measure))
  const fileNumber = event.type === 'file.opened' ? event.data.fileNumber : null
  if (referrals.length === 0 && fileNumber === null) return { change: 'nothing', added }

  const plan = { caseNumber, countyCode: area }
  const tasks = newTasks(referrals, plan, id)
  const deliveries = newDeliveries(referrals, tasks, plan, id)
  const timed = referrals.map((referral) => {
    const level = serviceLevel(referral.measure, 'created', referral.emergency)
    return { ...referral, ...(level ? startClock(planning.calendar, today, level) : noClock) }
  })
  const extended: AuditEntry = { action: 'plan.extended', subject: caseNumber, area }
  const change: Change = {
    statements: [
      ...extendPlan(ctx, { ...plan, fileNumber, referrals: timed, tasks, deliveries }),
      // The whole plan may have been emergency aid that is delivered already; the sweep sends the event.
      ...(await completePlan(
        ctx,
        { ...envelope(ctx, caseNumber, area), type: 'plan.completed', data: {} },
        ctx.now.getTime(),
      )),
    ],
    events: dueEvents(ctx, deliveries),
    audit: [extended],
  }
  if (referrals.length > 0) {
    const data = { referrals: referrals.length, emergency: event.type !== 'file.opened' }
    change.events?.push({ ...envelope(ctx, caseNumber, area), type: 'plan.extended', data })
  }
  return { change, added }
}
