import type { Event } from '@jiekun/schema'
import type { Decide, Effect } from '@jiekun/worker'
import { confirmHelp } from './decisions/confirm-help.ts'
import { eraseCase } from './erasure/erase-case.ts'
import { decidePlans } from './plans/decide-plans.ts'

/** What this service makes of what the others tell. */
export const decideEvents: Decide = async (ctx, events) => {
  const effects = new Map<string, Effect>(events.map(({ id }) => [id, 'nothing']))
  for (const event of events) if (event.type === 'application.erased') effects.set(event.id, eraseCase(ctx, event))
  const confirmed = events.filter((event) => event.type === 'help.confirmed')
  for (const [id, effect] of await confirmHelp(ctx, confirmed)) effects.set(id, effect)
  const asking = events.filter(({ type }: Event) => type === 'determination.made' || type === 'file.opened')
  // An event that decidePlans leaves out is to be tried again.
  for (const { id } of asking) effects.delete(id)
  for (const [id, effect] of await decidePlans(ctx, asking)) effects.set(id, effect)
  return effects
}
