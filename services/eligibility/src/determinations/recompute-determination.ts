import { determine, parametersOf, policyVersion } from '@jiekun/policy'
import { determinationSchema } from '@jiekun/schema'
import { ok, type Result, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import { loadDeterminable, loadWithinReach } from './store.ts'

export type RecomputeRefusal = { reason: 'not-found' } | { reason: 'other-version'; policyVersion: string }

/**
 * Makes a stored determination again, from the household's facts, its date and the figures it names, and says whether it
 * comes out byte by byte the same.
 */
export async function recomputeDetermination(
  ctx: ServiceContext,
  id: string,
): Promise<Result<{ id: string; same: boolean }, RecomputeRefusal>> {
  const row = await loadWithinReach(ctx.db, id, staffOf(ctx))
  if (!row) return refuse({ reason: 'not-found' })
  if (row.policyVersion !== policyVersion) return refuse({ reason: 'other-version', policyVersion: row.policyVersion })
  const application = (await loadDeterminable(ctx.db, [row.applicationId])).get(row.applicationId)
  if (!application) return refuse({ reason: 'not-found' })
  const { parameters } = determinationSchema.parse(JSON.parse(row.determination))
  const made = determine(
    { ...application.household, asOf: row.asOf },
    { explain: true, parameters: parametersOf(parameters) },
  )
  if (!made.ok) throw new Error(`no determination: ${made.refusal.reason}`)
  const { explanation, ...determination } = made.value
  const same = JSON.stringify(determination) === row.determination && JSON.stringify(explanation) === row.explanation
  return ok({ id, same })
}
