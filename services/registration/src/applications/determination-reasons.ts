import { type PlainReason, plainReasons } from '@jiekun/policy'
import { determinationSchema } from '@jiekun/schema'
import type { DeterminationRow } from './store.ts'

/** The reasons of a stored determination in plain words; none where there is no determination yet. */
export function readReasons(row: DeterminationRow | undefined): PlainReason[] {
  if (!row) return []
  const stored = { ...JSON.parse(row.determination), explanation: JSON.parse(row.explanation) }
  return plainReasons(determinationSchema.parse(stored))
}
