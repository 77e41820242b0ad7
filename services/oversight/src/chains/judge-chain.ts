/** Judges a stretch of a chain, and names the first thing that is not as the Workers wrote it. Pure but for its digests. */
import type { AuditAnchor, AuditFault } from '@jiekun/schema/api'
import { auditMac, type Keyring } from '@jiekun/worker'
import { anchorSignature, type Link, linkHash } from './chain.ts'
import type { StoredRow } from './store.ts'

/** A link as it is stored, with the row that bears its id, if there still is one. */
export interface ChainedRow {
  link: Link
  row: StoredRow | undefined
}

/** What is judged together. Everything is as one moment of the database had it. */
export interface Stretch {
  /** The link before the stretch. */
  before: Pick<Link, 'position' | 'sequence' | 'hash'>
  chained: readonly ChainedRow[]
  /** The link after the stretch; none where the chain ends. */
  following: Link | undefined
  anchors: readonly AuditAnchor[]
  /** Rows that no link is of, in the order of their sequence. */
  unchained: readonly StoredRow[]
  /** Sequence of the youngest row that is chained, in whatever area. */
  chainedUpTo: number
}

export interface Verdict {
  /** The last link that holds. */
  end: Pick<Link, 'position' | 'hash'>
  fault: AuditFault | null
  notYetChained: number
}

type Mac = Pick<Keyring, 'auditMac'>

export async function judgeChain(keyring: Mac, stretch: Stretch): Promise<Verdict> {
  const { chained, anchors, following } = stretch
  const loose = await judgeUnchained(keyring, stretch)
  let before = stretch.before
  const verdict = (fault: AuditFault | null): Verdict => ({
    end: { position: before.position, hash: before.hash },
    fault,
    notYetChained: loose.notYetChained,
  })
  for (const [index, { link, row }] of chained.entries()) {
    const position = before.position + 1
    // What was put in stands before the first link that is not older, whose row may have made room for it.
    const inserted = loose.faults.find(({ sequence }) => sequence <= link.sequence)
    const renamed = stretch.unchained.find(({ sequence }) => sequence === link.sequence)
    const fault =
      row || !renamed
        ? await judgeLink(keyring, before, { link, row, next: chained[index + 1]?.link ?? following })
        : { kind: 'altered' as const, position, id: link.auditId, detail: `The row now says that it is ${renamed.id}` }
    // A link that was taken away leaves its row behind, which then tells what is missing.
    if (inserted && (!fault || fault.id === null || fault.kind === 'reordered'))
      return verdict(faultOf(inserted, position))
    if (fault) return verdict(fault)
    for (const anchor of anchors.filter((each) => each.position === link.position)) {
      const wrong = await judgeAnchor(keyring, anchor, link)
      if (wrong) return verdict(wrong)
    }
    before = link
  }
  if (following) return verdict(null)
  const [inserted] = loose.faults
  if (inserted) return verdict(faultOf(inserted, before.position + 1))
  const cut = anchors.find((anchor) => anchor.position > before.position)
  if (!cut) return verdict(null)
  const detail = `The chain ends at ${before.position}; on ${cut.day} it reached ${cut.position}`
  return verdict({ kind: 'removed', position: before.position + 1, id: null, detail })
}

interface Loose {
  kind: 'inserted' | 'removed'
  id: string
  sequence: number
}

/** Rows without a link: not yet chained where a Worker wrote them after the last that is; else put in, or their link is gone. */
async function judgeUnchained(keyring: Mac, { unchained, chainedUpTo }: Stretch) {
  const faults: Loose[] = []
  let notYetChained = 0
  for (const row of unchained) {
    const genuine = (await auditMac(keyring, row)) === row.mac
    if (!genuine) faults.push({ kind: 'inserted', id: row.id, sequence: row.sequence })
    else if (row.sequence <= chainedUpTo) faults.push({ kind: 'removed', id: row.id, sequence: row.sequence })
    else notYetChained++
  }
  return { faults, notYetChained }
}

const faultOf = ({ kind, id }: Loose, position: number): AuditFault => ({
  kind,
  id,
  position,
  detail: kind === 'inserted' ? 'No Worker wrote this row as it is' : 'The row is there; its link is gone',
})

async function judgeLink(
  keyring: Mac,
  before: Stretch['before'],
  { link, row, next }: ChainedRow & { next: Link | undefined },
): Promise<AuditFault | null> {
  const position = before.position + 1
  const fault = (kind: AuditFault['kind'], id: string | null, detail: string) => ({ kind, position, id, detail })
  if (link.position !== position) return fault('removed', null, `The chain goes on at ${link.position}`)
  if (!row) return fault('removed', link.auditId, 'The link is there; its row is gone')
  const genuine = row.mac === link.mac && (await auditMac(keyring, row)) === row.mac
  const holds = (await linkHash(keyring, before.hash, link)) === link.hash
  if (holds) {
    if (!genuine) return fault('altered', row.id, 'The row is not as it was chained')
    return row.sequence === link.sequence ? null : fault('reordered', row.id, 'The row stood at another place')
  }
  if (genuine) {
    const inOrder =
      row.sequence === link.sequence &&
      link.sequence > before.sequence &&
      (next === undefined || link.sequence < next.sequence)
    return inOrder
      ? fault('removed', null, `What stood before ${row.id} is gone`)
      : fault('reordered', row.id, 'The row stood at another place')
  }
  // Where the next link goes on from this one, this is where a genuine one stood.
  const continued = next !== undefined && (await linkHash(keyring, link.hash, next)) === next.hash
  return continued
    ? fault('altered', row.id, 'Neither the row nor its link is as it was chained')
    : fault('inserted', row.id, 'No Worker made this link')
}

async function judgeAnchor(keyring: Mac, anchor: AuditAnchor, link: Link): Promise<AuditFault | null> {
  const signed = (await anchorSignature(keyring, anchor)) === anchor.signature
  if (signed && anchor.hash === link.hash) return null
  const detail = signed ? `On ${anchor.day} another chain was anchored` : `The anchor of ${anchor.day} was altered`
  return { kind: 'altered', position: link.position, id: link.auditId, detail }
}
