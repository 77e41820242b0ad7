import type { Event } from '@jiekun/schema'
import type { Change, Decide, Effect } from '@jiekun/worker'
import { recountClocks } from './calendar/recount-clocks.ts'
import { cancelCases } from './decisions/cancel-case.ts'
import { confirmHelp } from './decisions/confirm-help.ts'
import { reviveCases } from './decisions/revive-case.ts'
import { eraseCase } from './erasure/erase-case.ts'
import { decidePlans } from './plans/decide-plans.ts'

/** What ends a case: aid that is still on its way stops. */
const endings: ReadonlySet<Event['type']> = new Set([
  'application.declined',
  'application.withdrawn',
  'application.erased',
])

/** Two changes of one event as one; what is written is erased after it. */
function both(first: Effect | undefined, second: Change): Change {
  if (first === undefined || first === 'nothing') return second
  return {
    statements: [...first.statements, ...second.statements],
    events: [...(first.events ?? []), ...(second.events ?? [])],
    audit: [...first.audit, ...second.audit],
  }
}

/** What this service makes of what the others tell. */
export const decideEvents: Decide = async (ctx, events) => {
  const effects = new Map<string, Effect>(events.map(({ id }) => [id, 'nothing']))
  const ended = events.filter(({ type }) => endings.has(type))
  for (const [id, change] of await cancelCases(ctx, ended)) effects.set(id, change)
  for (const event of events) {
    if (event.type === 'application.erased') effects.set(event.id, both(effects.get(event.id), eraseCase(ctx, event)))
  }
  const confirmed = events.filter((event) => event.type === 'help.confirmed')
  for (const [id, effect] of await confirmHelp(ctx, confirmed)) effects.set(id, effect)
  const recounting = events.filter((event) => event.type === 'calendar.changed' || event.type === 'recount.due')
  for (const [id, effect] of await recountClocks(ctx, recounting)) effects.set(id, effect)
  const answered = events.filter((event) => event.type === 'request.answered')
  for (const [id, effect] of await reviveCases(ctx, answered)) effects.set(id, effect)
  const asking = events.filter(({ type }: Event) => type === 'determination.made' || type === 'file.opened')
  // An event that decidePlans leaves out is to be tried again.
  for (const { id } of asking) effects.delete(id)
  for (const [id, effect] of await decidePlans(ctx, asking)) effects.set(id, effect)
  return effects
}
