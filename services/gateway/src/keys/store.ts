import { areaRange, type StaffRole } from '@jiekun/schema'
import { staffKeys } from '@jiekun/schema/tables/gateway'
import { queries, toStatement } from '@jiekun/worker'
import { and, asc, between, eq, gt, isNull } from 'drizzle-orm'

export type Key = typeof staffKeys.$inferSelect

/** A key, in any state. */
export const findKey = async (d1: D1Database, id: string): Promise<Key | undefined> =>
  (await queries(d1).select().from(staffKeys).where(eq(staffKeys.id, id)))[0]

/** A page of the keys of an area and below, by id. */
export const listKeys = (
  d1: D1Database,
  area: string,
  page: {
    role?: StaffRole | undefined
    area?: string | undefined
    after?: string | undefined
    limit: number
  },
): Promise<Key[]> =>
  queries(d1)
    .select()
    .from(staffKeys)
    .where(
      and(
        between(staffKeys.area, ...areaRange(area)),
        page.area === undefined ? undefined : between(staffKeys.area, ...areaRange(page.area)),
        page.role === undefined ? undefined : eq(staffKeys.role, page.role),
        page.after === undefined ? undefined : gt(staffKeys.id, page.after),
      ),
    )
    .orderBy(asc(staffKeys.id))
    .limit(page.limit)

export const useStatement = (d1: D1Database, id: string, now: number): D1PreparedStatement =>
  toStatement(d1, queries(d1).update(staffKeys).set({ lastUsedAt: now }).where(eq(staffKeys.id, id)))

export const revokeStatement = (d1: D1Database, id: string, now: number): D1PreparedStatement =>
  toStatement(
    d1,
    queries(d1)
      .update(staffKeys)
      .set({ revokedAt: now })
      .where(and(eq(staffKeys.id, id), isNull(staffKeys.revokedAt))),
  )

export const expireStatement = (d1: D1Database, id: string, at: number): D1PreparedStatement =>
  toStatement(d1, queries(d1).update(staffKeys).set({ expiresAt: at }).where(eq(staffKeys.id, id)))
