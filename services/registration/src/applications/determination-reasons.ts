import { determinationSchema, type PlainReason, plainReasons } from '@jiekun/policy'
import type { DeterminationRow } from './store.ts'

/** The reasons of a stored determination in plain words; none where there is no determination yet. */
export function readReasons(row: DeterminationRow | undefined): PlainReason[] {
  return row ? plainReasons(determinationSchema.parse(JSON.parse(row.determination))) : []
}
