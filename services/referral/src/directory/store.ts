import { areaRange } from '@jiekun/schema'
import { offices } from '@jiekun/schema/tables/referral'
import { queries, type ServiceContext, staffOf } from '@jiekun/worker'
import { asc, between, count } from 'drizzle-orm'
import { officesWanted } from '../offices/store.ts'
import type { PlannedChange } from './plan-import.ts'

export interface Wanted {
  department?: string | undefined
  areaCode?: string | undefined
}

/** The query of all offices that the caller may see and asks for: the region has some 1,600. */
export const allOffices = (ctx: ServiceContext, wanted: Wanted) =>
  queries(ctx.db).select().from(offices).where(officesWanted(ctx, wanted)).orderBy(asc(offices.id))

/** The query of one page of them, and how many there are. */
export const officesPage = (ctx: ServiceContext, wanted: Wanted, page: number, size: number) =>
  allOffices(ctx, wanted)
    .limit(size)
    .offset((page - 1) * size)
export const officesCount = (ctx: ServiceContext, wanted: Wanted) =>
  queries(ctx.db).select({ total: count() }).from(offices).where(officesWanted(ctx, wanted))

/** The query of every office of an area and below. */
export const officesOf = (ctx: ServiceContext, area: string) =>
  queries(ctx.db)
    .select()
    .from(offices)
    .where(between(offices.areaCode, ...areaRange(area)))

/** Bytes of JSON that one statement carries: D1 takes two million in a parameter. */
const mostBytes = 1_000_000

/**
 * The statements that write an import. Of two at once that change the same office the second fails its batch by the key
 * of its changes.
 */
export function importStatements(ctx: ServiceContext, changes: readonly PlannedChange[]): D1PreparedStatement[] {
  const rows = changes.map(({ office, change, fields }) => ({
    ...office,
    change: change === 'created' ? 'created' : 'imported',
    fields: JSON.stringify(fields),
  }))
  return inParts(rows).flatMap((part) => [
    ctx.db
      .prepare(
        `INSERT INTO office_changes (office_id, sequence, change, at, actor, fields)
         SELECT value ->> 'id', value ->> 'version', value ->> 'change', ?2, ?3, value ->> 'fields' FROM json_each(?1)`,
      )
      .bind(JSON.stringify(part), ctx.now.getTime(), `staff:${staffOf(ctx).id}`),
    ctx.db
      .prepare(
        `INSERT INTO offices (id, department, area_code, name, telephone, address, hours, measures, capacity, closed_from, version)
         SELECT value ->> 'id', value ->> 'department', value ->> 'areaCode', value ->> 'name', value ->> 'telephone',
           value ->> 'address', value ->> 'hours', value ->> 'measures', value ->> 'capacity', value ->> 'closedFrom',
           value ->> 'version'
         FROM json_each(?1) WHERE true
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, telephone = excluded.telephone, address = excluded.address,
           hours = excluded.hours, measures = excluded.measures, capacity = excluded.capacity,
           closed_from = excluded.closed_from, version = excluded.version`,
      )
      .bind(JSON.stringify(part)),
  ])
}

function inParts<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = []
  let bytes = mostBytes
  for (const row of rows) {
    // Up to three bytes for each character.
    const size = JSON.stringify(row).length * 3
    if (bytes + size > mostBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(row)
    bytes += size
  }
  return parts
}
