import { storedDeterminationSchema } from '@jiekun/schema/api'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import { loadWithinReach } from './store.ts'

/** A determination within reach, with its figures and its explanation. */
export async function readDetermination(ctx: ServiceContext, id: string) {
  const row = await loadWithinReach(ctx.db, id, staffOf(ctx))
  if (!row) throw new ProblemError('not-found')
  const { determination, explanation, at, applicationId, applicationVersion, countyCode, asOf } = row
  return {
    caseNumber: applicationId,
    applicationVersion,
    countyCode,
    ...storedDeterminationSchema.parse({
      id,
      asOf,
      madeAt: new Date(at).toISOString(),
      ...JSON.parse(determination),
      explanation: JSON.parse(explanation),
    }),
  }
}
