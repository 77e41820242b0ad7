import { determine, policyVersion } from '@jiekun/policy'
import type { Event, EventOf } from '@jiekun/schema'
import { type Effect, inForce, newId, type ServiceContext } from '@jiekun/worker'
import { type Determinable, determinationStatement, eraseStatement, loadDeterminable } from './store.ts'

type Asking = EventOf<'application.submitted'> | EventOf<'application.corrected'>

const asksForDetermination = (event: Event): event is Asking =>
  event.type === 'application.submitted' || event.type === 'application.corrected'

/** Determines each submitted application by the policy and says so; anew where its facts were put right. */
export async function determineApplications(
  ctx: ServiceContext,
  events: readonly Event[],
): Promise<Map<string, Effect>> {
  const asking = events.filter(asksForDetermination)
  const found = await loadDeterminable(
    ctx.db,
    asking.map((event) => event.subject),
  )
  const effects = new Map<string, Effect>(events.map((event) => [event.id, 'nothing']))
  for (const event of events) {
    if (event.type !== 'application.erased') continue
    effects.set(event.id, { statements: [eraseStatement(ctx.db, event.subject)], audit: [] })
  }
  for (const event of asking) {
    const application = found.get(event.subject)
    if (!application) throw new Error('the application that an event told of is not stored')
    effects.set(event.id, effectOf(ctx, event, application))
  }
  return effects
}

function effectOf(ctx: ServiceContext, event: Asking, application: Determinable): Effect {
  // The facts have moved on since the event, or the application has: a later event speaks for them.
  if (inForce('version-guard') && application.version !== event.data.version) return 'nothing'
  const { household, caseNumber, state } = application
  // What is decided is not determined again: a correction of the identity alone leaves it where it is.
  if (!household || (event.type === 'application.corrected' && state !== 'submitted')) return 'nothing'
  const determined = determine(household, { explain: true })
  if (!determined.ok) throw new Error(`no determination: ${determined.refusal.reason}`)
  const { explanation, ...determination } = determined.value
  const id = newId(event.area)
  return {
    statements: [
      determinationStatement(ctx.db, {
        id,
        applicationId: caseNumber,
        applicationVersion: event.data.version,
        countyCode: household.countyCode,
        asOf: household.asOf,
        policyVersion,
        input: JSON.stringify(household),
        determination: JSON.stringify(determination),
        explanation: JSON.stringify(explanation),
        at: ctx.now.getTime(),
      }),
    ],
    events: [
      {
        specversion: '1.0',
        id: newId(event.area),
        source: 'eligibility',
        type: 'determination.made',
        subject: caseNumber,
        area: event.area,
        time: ctx.now.toISOString(),
        data: { determinationId: id, applicationVersion: event.data.version },
      },
    ],
    audit: [{ action: 'determination.made', subject: caseNumber, area: event.area }],
  }
}
