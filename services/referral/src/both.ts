import type { Effect } from '@jiekun/worker'

/** Two effects of one event as one; the second is written after the first. */
export function both(first: Effect | undefined, second: Effect): Effect {
  if (first === undefined || first === 'nothing') return second
  if (second === 'nothing') return first
  return {
    statements: [...first.statements, ...second.statements],
    events: [...(first.events ?? []), ...(second.events ?? [])],
    audit: [...first.audit, ...second.audit],
  }
}
