import { fileStateSchema, unionCategorySchema } from '@jiekun/schema'
import type { HouseholdFile } from '@jiekun/schema/api'
import { ok, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import { type FileFilter, findFileWithin, listFilesWithin, type ShownFileRow } from './store.ts'

/** A page of the household files within reach; `next` is the `after` of the following page. */
export async function listFiles(ctx: ServiceContext, filter: FileFilter) {
  const rows = await listFilesWithin(ctx.db, staffOf(ctx), filter)
  return { items: rows.map(shownFile), next: rows.length === filter.limit ? (rows.at(-1)?.fileNumber ?? null) : null }
}

/** One household file. */
export async function readFile(ctx: ServiceContext, fileNumber: string) {
  const file = await findFileWithin(ctx.db, staffOf(ctx), fileNumber)
  if (!file) return refuse({ reason: 'not-found' as const })
  return ok(shownFile(file))
}

/** A file as the API shows it. */
export const shownFile = ({
  applicationId,
  openedAt,
  exitedAt,
  planCompletedAt,
  ...row
}: ShownFileRow): HouseholdFile => ({
  ...row,
  state: fileStateSchema.parse(row.state),
  unionCategory: unionCategorySchema.parse(row.unionCategory),
  caseNumber: applicationId,
  openedAt: new Date(openedAt).toISOString(),
  exitedAt: exitedAt === null ? null : new Date(exitedAt).toISOString(),
  planCompletedAt: planCompletedAt === null ? null : new Date(planCompletedAt).toISOString(),
})
