import type { DigestCounts } from '@jiekun/schema/api'
import { officeDigests, offices } from '@jiekun/schema/tables/referral'
import { queries, type ServiceContext, staffOf, withinArea } from '@jiekun/worker'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type CountedDays, countColumns, countsOf } from './counts.ts'

/** Digests that are written at a time. */
export const digestPage = 100

export interface NewDigest {
  officeId: string
  counts: DigestCounts
}

const idSchema = z.object({ id: z.string() })

/** Offices that no webhook reaches, with something before them and no digest of the day yet. */
export async function loadUndigested(ctx: ServiceContext, days: CountedDays): Promise<NewDigest[]> {
  const rows = await queries(ctx.db).all(sql`
    SELECT * FROM (
      SELECT o.id, ${countColumns(days)} FROM offices o
      WHERE (o.endpoint IS NULL OR o.disabled_at IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM office_digests d WHERE d.office_id = o.id AND d.day = ${days.today}))
    WHERE open > 0 OR escalated > 0 OR tasks > 0 ORDER BY id LIMIT ${digestPage}`)
  return rows.map((row) => ({ officeId: idSchema.parse(row).id, counts: countsOf(row) }))
}

/** The statement that writes digests of a day; what is there stays. */
export const digestStatement = (ctx: ServiceContext, day: string, digests: readonly NewDigest[]): D1PreparedStatement =>
  ctx.db
    .prepare(
      `INSERT INTO office_digests (office_id, day, counts, at)
       SELECT value->>'officeId', ?2, value->>'counts', ?3 FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(digests), day, ctx.now.getTime())

/** The digests of an office that the caller may see, the newest first; undefined where there is no such office. */
export async function findDigests(
  ctx: ServiceContext,
  officeId: string,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const db = queries(ctx.db)
  const [[office], rows] = await db.batch([
    db
      .select({ id: offices.id, name: offices.name })
      .from(offices)
      .where(and(eq(offices.id, officeId), withinArea(staffOf(ctx), { area: offices.areaCode, office: offices.id }))),
    db
      .select()
      .from(officeDigests)
      .where(and(eq(officeDigests.officeId, officeId), after === undefined ? undefined : lt(officeDigests.day, after)))
      .orderBy(desc(officeDigests.day))
      .limit(limit),
  ])
  return office && { office, rows }
}
