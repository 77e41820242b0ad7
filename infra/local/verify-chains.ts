/** Verifies the chains of the audit through the API of a house, and against anchors that somebody else has kept. */
import { ApiError, type Client } from '@jiekun/client'
import { areaLevel, areas } from '@jiekun/schema'
import type { AuditAnchor, AuditFault } from '@jiekun/schema/api'

/** What is found out about the chain of one area. */
export interface ChainReport {
  area: string
  links: number
  notYetChained: number
  /** The first thing that is not as it was written. */
  fault: AuditFault | null
}

/** The chains within reach of a key, in order of area; `kept` are anchors from outside of the house. */
export async function verifyChains(client: Client, kept: readonly AuditAnchor[] = []): Promise<ChainReport[]> {
  const reports: ChainReport[] = []
  for (const { code } of areas.filter((area) => areaLevel(area.code) !== 'county')) {
    const report = await verifyChain(client, code)
    if (!report) continue
    const anchors = kept.filter((anchor) => anchor.area === code).toSorted((a, b) => a.position - b.position)
    reports.push(report.fault ? report : { ...report, fault: await firstBroken(client, anchors) })
  }
  return reports
}

async function verifyChain(client: Client, area: string): Promise<ChainReport | undefined> {
  for (let after = '0'; ; ) {
    const page = await orNotFound(client.verifyAudit({ query: { area, after } }))
    if (!page) return undefined
    const { to, fault, notYetChained, next } = page.body
    if (next === null) return { area, links: to, notYetChained, fault }
    after = next
  }
}

/** The first anchor that the chain does not run through any more. */
async function firstBroken(client: Client, anchors: readonly AuditAnchor[]): Promise<AuditFault | null> {
  for (const { area, day, position, hash } of anchors) {
    const page = await orNotFound(client.verifyAudit({ query: { area, after: `${position - 1}`, limit: 1 } }))
    const fault = (kind: AuditFault['kind'], detail: string) => ({ kind, position, id: null, detail })
    if (page?.body.to !== position) return fault('removed', `On ${day} the chain reached this position`)
    if (page.body.hash !== hash) return fault('altered', `On ${day} another chain ran through this position`)
  }
  return null
}

async function orNotFound<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 404) return undefined
    throw error
  }
}

/** Every anchor within reach of a key, oldest first. */
export async function allAnchors(client: Client): Promise<AuditAnchor[]> {
  const anchors: AuditAnchor[] = []
  for (let after: string | undefined; ; ) {
    const { body } = await client.listAuditAnchors({ query: { after, limit: 100 } })
    anchors.push(...body.items)
    if (body.next === null) return anchors
    after = body.next
  }
}
