/** What the chain of an area is made of, and when a link or an anchor is genuine. Only who holds the key ring can make one. */
import type { AuditAnchor } from '@jiekun/schema/api'
import type { Keyring } from '@jiekun/worker'

/** One link: the row it is of, and a digest over that row and the link before. */
export interface Link {
  area: string
  /** From 1. */
  position: number
  /** Sequence, id and digest of the audit row when it was chained. */
  sequence: number
  auditId: string
  mac: string
  hash: string
}

/** What stands for the link before the first. */
export const noLink = ''

type Mac = Pick<Keyring, 'auditMac'>

/** The hash of a link. It covers the row through the row's digest, and its place through sequence, position and area. */
export const linkHash = (keyring: Mac, previousHash: string, link: Omit<Link, 'hash'>): Promise<string> =>
  keyring.auditMac(
    JSON.stringify(['link', previousHash, link.area, link.position, link.sequence, link.auditId, link.mac]),
  )

/** The signature of an anchor: that the chain of an area stood at this link on that day. */
export const anchorSignature = (keyring: Mac, anchor: Omit<AuditAnchor, 'signature'>): Promise<string> =>
  keyring.auditMac(JSON.stringify(['anchor', anchor.area, anchor.day, anchor.position, anchor.hash]))
