import { areaRange, reachOf, regionCode, type StaffActor } from '@jiekun/schema'
import { staffKeys, users } from '@jiekun/schema/tables/gateway'
import { applications, fileTransitions, householdFiles } from '@jiekun/schema/tables/registration'
import { insertRow, queries, toStatement, withinReach } from '@jiekun/worker'
import { and, asc, eq, getTableColumns, gt, isNull, lt } from 'drizzle-orm'

export type FileRow = typeof householdFiles.$inferSelect
export type ShownFileRow = Omit<FileRow, 'personIndex'> & { planCompletedAt: number | null }

const { personIndex: _person, ...fileColumns } = getTableColumns(householdFiles)
const shownColumns = { ...fileColumns, planCompletedAt: applications.planCompletedAt }
const reachColumns = { county: householdFiles.countyCode, caseNumber: householdFiles.applicationId }

export interface FileFilter {
  state?: string | undefined
  unionCategory?: string | undefined
  helperId?: string | undefined
  area?: string | undefined
  /** Number of the last file of the page before. */
  after?: string | undefined
  limit: number
}

/** A page of the files within reach, in order of number. A number begins with its county, so that an area is a range of it. */
export function listFilesWithin(d1: D1Database, actor: StaffActor, filter: FileFilter): Promise<ShownFileRow[]> {
  const area = filter.area ?? (reachOf(actor.role) === 'area' ? actor.area : regionCode)
  const [from, to] = areaRange(area)
  return queries(d1)
    .select(shownColumns)
    .from(householdFiles)
    .innerJoin(applications, eq(applications.id, householdFiles.applicationId))
    .where(
      and(
        withinReach(actor, reachColumns),
        gt(householdFiles.fileNumber, filter.after !== undefined && filter.after > from ? filter.after : from),
        lt(householdFiles.fileNumber, `${to}~`),
        filter.state === undefined ? undefined : eq(householdFiles.state, filter.state),
        filter.unionCategory === undefined ? undefined : eq(householdFiles.unionCategory, filter.unionCategory),
        filter.helperId === undefined ? undefined : eq(householdFiles.helperId, filter.helperId),
      ),
    )
    .orderBy(asc(householdFiles.fileNumber))
    .limit(filter.limit)
}

/** A file within reach. */
export async function findFileWithin(
  d1: D1Database,
  actor: StaffActor,
  fileNumber: string,
): Promise<ShownFileRow | undefined> {
  const rows = await queries(d1)
    .select(shownColumns)
    .from(householdFiles)
    .innerJoin(applications, eq(applications.id, householdFiles.applicationId))
    .where(and(eq(householdFiles.fileNumber, fileNumber), withinReach(actor, reachColumns)))
  return rows[0]
}

/** The helper with this id: a user, or a key where no person stands behind it. */
export async function findHelper(d1: D1Database, id: string): Promise<{ id: string } | undefined> {
  const db = queries(d1)
  const [[user], [key]] = await db.batch([
    db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, id), eq(users.role, 'helper'), eq(users.state, 'active'))),
    db
      .select({ id: staffKeys.id })
      .from(staffKeys)
      .where(and(eq(staffKeys.id, id), eq(staffKeys.role, 'helper'), isNull(staffKeys.revokedAt))),
  ])
  return user ?? key
}

/** The step of a file that a change makes. Where somebody else was faster its key is taken, and the batch is rolled back. */
export const fileStepStatement = (d1: D1Database, step: typeof fileTransitions.$inferInsert): D1PreparedStatement =>
  insertRow(d1, fileTransitions, step)

/** Opens again a file that there is. */
export const reopenStatement = (
  d1: D1Database,
  { fileNumber, applicationId, unionCategory, state, version, openedAt, exitedAt }: FileRow,
): D1PreparedStatement =>
  toStatement(
    d1,
    queries(d1)
      .update(householdFiles)
      .set({ applicationId, unionCategory, state, version, openedAt, exitedAt })
      .where(eq(householdFiles.fileNumber, fileNumber)),
  )

/** Pairs a file, and every application of its household, with a helper, or with nobody. */
export const pairStatements = (
  d1: D1Database,
  { fileNumber, version, helperId }: Pick<FileRow, 'fileNumber' | 'version' | 'helperId'>,
): D1PreparedStatement[] => [
  toStatement(
    d1,
    queries(d1).update(householdFiles).set({ version, helperId }).where(eq(householdFiles.fileNumber, fileNumber)),
  ),
  toStatement(d1, queries(d1).update(applications).set({ helperId }).where(eq(applications.fileNumber, fileNumber))),
]
