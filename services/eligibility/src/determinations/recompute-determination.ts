import { determine, parametersOf, policyVersion } from '@jiekun/policy'
import { determinationSchema, type Household, householdSchema } from '@jiekun/schema'
import { ok, type Result, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import { type DeterminationRow, loadDeterminable, loadWithinReach } from './store.ts'

export type RecomputeRefusal =
  | { reason: 'not-found' }
  | { reason: 'other-version'; policyVersion: string }
  | { reason: 'erased' }
  | { reason: 'input-not-kept' }

/**
 * Makes a stored determination again, from the household and the figures stored with it, and says whether it comes out
 * byte by byte the same.
 */
export async function recomputeDetermination(
  ctx: ServiceContext,
  id: string,
): Promise<Result<{ id: string; same: boolean }, RecomputeRefusal>> {
  const row = await loadWithinReach(ctx.db, id, staffOf(ctx))
  if (!row) return refuse({ reason: 'not-found' })
  if (row.policyVersion !== policyVersion) return refuse({ reason: 'other-version', policyVersion: row.policyVersion })
  if (row.input !== null) return ok({ id, same: comesOutAgain(row, householdSchema.parse(JSON.parse(row.input))) })

  // Older than the column: the facts of the case stand in. That they give another answer proves nothing once it has moved on.
  const application = (await loadDeterminable(ctx.db, [row.applicationId])).get(row.applicationId)
  if (!application) return refuse({ reason: 'input-not-kept' })
  if (!application.household) return refuse({ reason: 'erased' })
  const same = comesOutAgain(row, { ...application.household, asOf: row.asOf })
  return same || application.version === row.applicationVersion
    ? ok({ id, same })
    : refuse({ reason: 'input-not-kept' })
}

function comesOutAgain(row: DeterminationRow, household: Household): boolean {
  const { parameters } = determinationSchema.parse(JSON.parse(row.determination))
  const made = determine(household, { explain: true, parameters: parametersOf(parameters) })
  if (!made.ok) throw new Error(`no determination: ${made.refusal.reason}`)
  const { explanation, ...determination } = made.value
  return JSON.stringify(determination) === row.determination && JSON.stringify(explanation) === row.explanation
}
