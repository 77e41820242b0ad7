import { areaLevel, areas, type StaffActor } from '@jiekun/schema'
import type { AuditAnchor } from '@jiekun/schema/api'
import { auditAnchors, auditLinks } from '@jiekun/schema/tables/oversight'
import { audit } from '@jiekun/schema/tables/shared'
import { queries, type ServiceContext, withinReach } from '@jiekun/worker'
import { and, asc, between, eq, getTableColumns, gt, or, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type Link, noLink } from './chain.ts'
import type { Stretch } from './judge-chain.ts'

export type StoredRow = typeof audit.$inferSelect

const headSchema = z.object({ area: z.string(), position: z.int(), hash: z.string() })
/** The last link of a chain. */
export type Head = z.infer<typeof headSchema>

const chainAreas = JSON.stringify(areas.map(({ code }) => code).filter((code) => areaLevel(code) !== 'county'))

/** The heads of all chains that have begun, each found by its key. */
async function loadHeads(ctx: ServiceContext, condition = 'true', ...values: string[]): Promise<Head[]> {
  const { results } = await ctx.db
    .prepare(
      `SELECT l.area, l.position, l.hash FROM json_each(?1) AS chain JOIN audit_links AS l ON l.area = chain.value
         AND l.position = (SELECT max(position) FROM audit_links WHERE area = chain.value)
       WHERE ${condition}`,
    )
    .bind(chainAreas, ...values)
    .all()
  return z.array(headSchema).parse(results)
}

/** The oldest rows that are not chained, after the last that is or after a sequence, and where each chain ends. */
export async function loadUnchained(ctx: ServiceContext, { from, limit }: { from: number | undefined; limit: number }) {
  const heads = await loadHeads(ctx)
  const rows = await queries(ctx.db)
    .select()
    .from(audit)
    .where(gt(audit.sequence, from ?? sql`(SELECT coalesce(max(sequence), 0) FROM audit_links)`))
    .orderBy(asc(audit.sequence))
    .limit(limit)
  return { rows, heads: new Map(heads.map((head) => [head.area, head])) }
}

/** Appends links to their chains; a place that is taken fails all of it. */
export const appendLinks = (ctx: ServiceContext, links: readonly Link[]): Promise<unknown> =>
  ctx.db
    .prepare(
      `INSERT INTO audit_links (area, position, sequence, audit_id, mac, hash)
       SELECT value->>'area', value->>'position', value->>'sequence', value->>'auditId', value->>'mac', value->>'hash'
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(links))
    .run()

/** The heads of the chains that have no anchor of a day yet. */
export const loadUnanchored = (ctx: ServiceContext, day: string): Promise<Head[]> =>
  loadHeads(ctx, 'NOT EXISTS (SELECT 1 FROM audit_anchors WHERE area = chain.value AND day = ?2)', day)

/** Stores anchors; the first of a day stays. */
export const appendAnchors = (ctx: ServiceContext, anchors: readonly AuditAnchor[]): Promise<unknown> =>
  ctx.db
    .prepare(
      `INSERT INTO audit_anchors (area, day, position, hash, signature)
       SELECT value->>'area', value->>'day', value->>'position', value->>'hash', value->>'signature'
       FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(anchors))
    .run()

/** Under names of their own: in a batch D1 gives rows back by column name, and of two alike one is lost. */
const linkColumns = {
  ...getTableColumns(auditLinks),
  area: sql<string>`${auditLinks.area}`.as('link_area'),
  sequence: sql<number>`${auditLinks.sequence}`.as('link_sequence'),
  mac: sql<string>`${auditLinks.mac}`.as('link_mac'),
}

/**
 * A stretch of the chain of an area after a position, with all that it is judged by, as one moment has it. Undefined
 * where there is no link at that position.
 */
export async function loadStretch(
  ctx: ServiceContext,
  { area, after, limit }: { area: string; after: number; limit: number },
): Promise<Stretch | undefined> {
  const db = queries(ctx.db)
  const follows = and(eq(auditLinks.area, area), gt(auditLinks.position, after))
  const sequenceAt = (offset: number, from: SQL | undefined) =>
    db
      .select({ sequence: auditLinks.sequence })
      .from(auditLinks)
      .where(from)
      .orderBy(asc(auditLinks.position))
      .limit(1)
      .offset(offset)
  const atStart = and(eq(auditLinks.area, area), eq(auditLinks.position, after))
  const highestAnchor = db
    .select({ position: sql`max(${auditAnchors.position})` })
    .from(auditAnchors)
    .where(eq(auditAnchors.area, area))
  const [[start], joined, anchors, unchained, [youngest]] = await db.batch([
    db.select().from(auditLinks).where(atStart),
    db
      .select({ link: linkColumns, row: audit })
      .from(auditLinks)
      .leftJoin(audit, eq(audit.id, auditLinks.auditId))
      .where(follows)
      .orderBy(asc(auditLinks.position))
      .limit(limit + 1),
    db
      .select()
      .from(auditAnchors)
      .where(
        and(
          eq(auditAnchors.area, area),
          or(between(auditAnchors.position, after + 1, after + limit), eq(auditAnchors.position, highestAnchor)),
        ),
      )
      .orderBy(asc(auditAnchors.position)),
    db
      .select()
      .from(audit)
      .where(
        and(
          gt(audit.sequence, sql`coalesce(${sequenceAt(0, atStart)}, -9e15)`),
          sql`${audit.sequence} <= coalesce(${sequenceAt(limit - 1, follows)}, 9e15)`,
          // The plus keeps the planner from the index of cities: a range of sequences is far shorter.
          sql`+${audit.city} = ${area.slice(0, 4)}`,
          sql`NOT EXISTS (SELECT 1 FROM audit_links WHERE audit_id = ${audit.id})`,
        ),
      )
      .orderBy(asc(audit.sequence))
      .limit(unchainedAtMost),
    db.select({ sequence: sql<number>`coalesce(max(${auditLinks.sequence}), 0)` }).from(auditLinks),
  ])
  if (after > 0 && !start) return undefined
  const chained = joined.map(({ link, row }) => ({ link, row: row ?? undefined }))
  return {
    before: start ?? { position: 0, sequence: Number.NEGATIVE_INFINITY, hash: noLink },
    chained: chained.slice(0, limit),
    following: chained[limit]?.link,
    anchors,
    unchained,
    chainedUpTo: youngest?.sequence ?? 0,
  }
}

/** Rows without a link that one page looks at. */
const unchainedAtMost = 1000

/** A page of anchors within the area of who asks, oldest day first. */
export const listAnchors = (
  ctx: ServiceContext,
  actor: StaffActor,
  page: { area?: string | undefined; after?: { day: string; area: string } | undefined; limit: number },
): Promise<AuditAnchor[]> =>
  queries(ctx.db)
    .select()
    .from(auditAnchors)
    .where(
      and(
        withinReach(actor, { county: auditAnchors.area }),
        page.area === undefined ? undefined : eq(auditAnchors.area, page.area),
        page.after === undefined
          ? undefined
          : sql`(${auditAnchors.day}, ${auditAnchors.area}) > (${page.after.day}, ${page.after.area})`,
      ),
    )
    .orderBy(asc(auditAnchors.day), asc(auditAnchors.area))
    .limit(page.limit)
