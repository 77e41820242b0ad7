import type { Event } from '@jiekun/schema'
import type { Decide, Effect } from '@jiekun/worker'
import { both } from './both.ts'
import { recountClocks } from './calendar/recount-clocks.ts'
import { cancelCases, type Ending } from './decisions/cancel-case.ts'
import { confirmHelp } from './decisions/confirm-help.ts'
import { reviveCases } from './decisions/revive-case.ts'
import { eraseCase } from './erasure/erase-case.ts'
import { decidePlans } from './plans/decide-plans.ts'

const endsCase = (event: Event): event is Ending =>
  event.type === 'application.declined' || event.type === 'application.withdrawn' || event.type === 'application.erased'

/** What a plan is made or extended by. */
const asksForPlan: ReadonlySet<Event['type']> = new Set(['determination.made', 'file.opened', 'application.turned'])

/** What this service makes of what the others tell. */
export const decideEvents: Decide = async (ctx, events) => {
  const effects = new Map<string, Effect>(events.map(({ id }) => [id, 'nothing']))
  const ended = events.filter(endsCase)
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
  const asking = events.filter(({ type }: Event) => asksForPlan.has(type))
  // An event that decidePlans leaves out is to be tried again.
  for (const { id } of asking) effects.delete(id)
  for (const [id, effect] of await decidePlans(ctx, asking)) effects.set(id, effect)
  return effects
}
