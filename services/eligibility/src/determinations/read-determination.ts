import { type caseDeterminationSchema, storedDeterminationSchema } from '@jiekun/schema/api'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import type * as z from 'zod'
import { listWithinReach, loadWithinReach, type UnexplainedRow } from './store.ts'

/** A determination within reach, with its figures and its explanation. */
export async function readDetermination(ctx: ServiceContext, id: string) {
  const row = await loadWithinReach(ctx.db, id, staffOf(ctx))
  if (!row) throw new ProblemError('not-found')
  return shown(row, { explanation: JSON.parse(row.explanation) })
}

/** The determinations of a case within reach, without their explanations, by the version of the application. */
export async function listDeterminations(
  ctx: ServiceContext,
  page: { caseNumber: string; after?: string | undefined; limit: number },
) {
  const rows = await listWithinReach(ctx.db, staffOf(ctx), { ...page, after: Number(page.after ?? 0) || 0 })
  const last = rows.length === page.limit ? rows.at(-1) : undefined
  return { items: rows.map((row) => shown(row, {})), next: last ? String(last.applicationVersion) : null }
}

function shown(row: UnexplainedRow, more: { explanation?: unknown }): z.infer<typeof caseDeterminationSchema> {
  const { id, determination, at, applicationId, applicationVersion, countyCode, asOf } = row
  const madeAt = new Date(at).toISOString()
  return {
    caseNumber: applicationId,
    applicationVersion,
    countyCode,
    ...storedDeterminationSchema.parse({ id, asOf, madeAt, ...JSON.parse(determination), ...more }),
  }
}
