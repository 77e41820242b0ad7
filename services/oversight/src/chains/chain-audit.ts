import { cityOf } from '@jiekun/schema'
import { auditMac, log, type ServiceContext, violates } from '@jiekun/worker'
import { type Link, linkHash, noLink } from './chain.ts'
import { appendLinks, type Head, loadUnchained, type StoredRow } from './store.ts'

/** Rows that are chained at a time. */
const page = 500
/** Pages that one tick of the cron takes at most. */
const mostPages = 20

/**
 * Appends what is new in the audit to the chain of its league or city, in the order in which it was stored. Of two ticks
 * that meet, one finds the place taken; it stops, and the other goes on. What the Workers never wrote is left out.
 */
export async function chainAudit(ctx: ServiceContext): Promise<void> {
  let from: number | undefined
  for (let pages = 0; pages < mostPages; pages++) {
    const { rows, heads } = await loadUnchained(ctx, { from, limit: page })
    const links = await linksOf(ctx, rows, heads)
    try {
      if (links.length > 0) await appendLinks(ctx, links)
    } catch (error) {
      if (violates(error, 'audit_links.')) return
      throw error
    }
    if (rows.length < page) return
    from = rows.at(-1)?.sequence
  }
}

async function linksOf(
  ctx: ServiceContext,
  rows: readonly StoredRow[],
  heads: ReadonlyMap<string, Head>,
): Promise<Link[]> {
  const ends = new Map(heads)
  const macs = await Promise.all(rows.map((row) => auditMac(ctx.keyring, row)))
  const links: Link[] = []
  for (const [index, row] of rows.entries()) {
    if (macs[index] !== row.mac) {
      log('error', 'audit-row-forged', { sequence: row.sequence })
      continue
    }
    const area = cityOf(row.area)
    const { position, hash } = ends.get(area) ?? { position: 0, hash: noLink }
    const link = { area, position: position + 1, sequence: row.sequence, auditId: row.id, mac: row.mac }
    const linked = { ...link, hash: await linkHash(ctx.keyring, hash, link) }
    ends.set(area, linked)
    links.push(linked)
  }
  return links
}
