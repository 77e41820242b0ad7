import { type AuditRow, auditMac, keyringOf } from '@jiekun/worker'
import { describe, expect, it } from 'vitest'
import { anchorSignature, type Link, linkHash, noLink } from './chain.ts'
import { judgeChain, type Stretch } from './judge-chain.ts'
import type { StoredRow } from './store.ts'

const key = (byte: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))
const ring = { current: 'k1', seal: { k1: key(1) }, access: { k1: key(2) }, index: key(3), identity: key(4) }
const keyring = await keyringOf(JSON.stringify(ring))
const area = '150200'

async function rowOf(sequence: number): Promise<StoredRow> {
  const row: Omit<AuditRow, 'mac'> = {
    id: `1502-${sequence}`,
    service: 'registration',
    at: 1000 + sequence,
    actor: 'staff:k1',
    role: 'county_reviewer',
    action: 'application.approved',
    subject: '1502-261125-00000000',
    area: '150203',
    requestId: 'r1',
    reason: null,
  }
  return { ...row, sequence, city: '1502', mac: await auditMac(keyring, row) }
}

/** A chain of genuine rows, with every third sequence left to other areas. */
async function chainOf(length: number) {
  const chained: { link: Link; row: StoredRow }[] = []
  for (let position = 1; position <= length; position++) {
    const row = await rowOf(position * 3)
    const link = { area, position, sequence: row.sequence, auditId: row.id, mac: row.mac }
    const hash = await linkHash(keyring, chained.at(-1)?.link.hash ?? noLink, link)
    chained.push({ link: { ...link, hash }, row })
  }
  return chained
}
const chain = await chainOf(5)
const sealedAnchor = async (position: number) => {
  const anchor = { area, day: '2026-11-25', position, hash: chain[position - 1]?.link.hash ?? '' }
  return { ...anchor, signature: await anchorSignature(keyring, anchor) }
}

/** A chain as a tamperer leaves it. */
interface Tampered extends Partial<Stretch> {
  chained?: { link: Link; row: StoredRow | undefined }[]
}
const judge = (tampered: Tampered = {}) =>
  judgeChain(keyring, {
    before: { position: 0, sequence: 0, hash: noLink },
    chained: chain,
    following: undefined,
    anchors: [],
    unchained: [],
    chainedUpTo: 15,
    ...tampered,
  })
const at = (position: number) => {
  const found = chain[position - 1]
  if (!found) throw new Error('no such position')
  return structuredClone(found)
}
const withLinks = (...links: { link: Link; row: StoredRow | undefined }[]) => ({ chained: links })
const renumbered = (position: number, found: { link: Link; row: StoredRow | undefined }) => ({
  row: found.row,
  link: { ...found.link, position },
})
const forged = async (sequence: number): Promise<StoredRow> => ({ ...(await rowOf(sequence)), reason: 'forged' })

describe('a chain', () => {
  it('holds as it was written, and says where it ends', async () => {
    const verdict = await judge({ anchors: [await sealedAnchor(3), await sealedAnchor(5)] })
    expect(verdict).toEqual({ end: { position: 5, hash: at(5).link.hash }, fault: null, notYetChained: 0 })
  })

  it('counts rows that a Worker wrote after the last link as not yet chained', async () => {
    expect(await judge({ unchained: [await rowOf(16), await rowOf(17)] })).toMatchObject({
      fault: null,
      notYetChained: 2,
    })
  })

  it('is not judged to its end while more of it follows', async () => {
    const tail = [await sealedAnchor(5)]
    expect(await judge({ chained: chain.slice(0, 3), following: at(4).link, anchors: tail })).toMatchObject({
      end: { position: 3 },
      fault: null,
    })
  })
})

const columns = ['service', 'actor', 'role', 'action', 'subject', 'area', 'requestId', 'reason', 'mac'] as const

describe('a row', () => {
  it.each(columns)('whose %s was altered is named as altered', async (column) => {
    const { link, row } = at(3)
    const chained = withLinks(at(1), at(2), { link, row: { ...row, [column]: 'other' } }, at(4), at(5))
    expect((await judge(chained)).fault).toMatchObject({ kind: 'altered', position: 3, id: row.id })
  })

  it('that was altered together with what its link says of it is named as altered', async () => {
    const { link, row } = at(3)
    const changed = { link: { ...link, mac: 'other' }, row: { ...row, mac: 'other' } }
    const verdict = await judge(withLinks(at(1), at(2), changed, at(4), at(5)))
    expect(verdict.fault).toMatchObject({ kind: 'altered', position: 3, id: row.id })
  })

  it('that was given another id is named as altered', async () => {
    const { link, row } = at(3)
    const chained = withLinks(at(1), at(2), { link, row: undefined }, at(4), at(5))
    const verdict = await judge({ ...chained, unchained: [{ ...row, id: '1502-other' }] })
    expect(verdict.fault).toMatchObject({ kind: 'altered', position: 3, id: row.id })
  })

  it('that was removed is named by its link', async () => {
    const chained = withLinks(at(1), { link: at(2).link, row: undefined }, at(3), at(4), at(5))
    expect((await judge(chained)).fault).toMatchObject({ kind: 'removed', position: 2, id: at(2).row.id })
  })

  it('that was removed with its link leaves a gap', async () => {
    expect((await judge(withLinks(at(1), at(3), at(4), at(5)))).fault).toMatchObject({
      kind: 'removed',
      position: 2,
      id: null,
    })
  })

  it('that was removed with its link is missed also where the later links were moved up', async () => {
    const chained = withLinks(at(1), renumbered(2, at(3)), renumbered(3, at(4)), renumbered(4, at(5)))
    expect((await judge(chained)).fault).toMatchObject({ kind: 'removed', position: 2, id: null })
  })

  it('whose link alone was removed is named', async () => {
    const verdict = await judge({ ...withLinks(at(1), at(3), at(4), at(5)), unchained: [at(2).row] })
    expect(verdict.fault).toMatchObject({ kind: 'removed', position: 2, id: at(2).row.id })
  })

  it('that no Worker wrote is named as inserted, between others and at the end', async () => {
    expect((await judge({ unchained: [await forged(7)] })).fault).toMatchObject({ kind: 'inserted', position: 3 })
    expect((await judge({ unchained: [await forged(99)] })).fault).toMatchObject({ kind: 'inserted', position: 6 })
  })

  it('that was put in with a link, the later ones moved down, is named as inserted', async () => {
    const row = await forged(7)
    const link = { area, position: 3, sequence: 7, auditId: row.id, mac: row.mac, hash: 'made up' }
    const chained = withLinks(at(1), at(2), { link, row }, renumbered(4, at(3)), renumbered(5, at(4)))
    expect((await judge(chained)).fault).toMatchObject({ kind: 'inserted', position: 3, id: row.id })
  })

  it('that changed places with another is named as reordered', async () => {
    const [second, third] = [at(2), at(3)]
    const sequences = withLinks(
      at(1),
      { link: second.link, row: { ...second.row, sequence: third.row.sequence } },
      { link: third.link, row: { ...third.row, sequence: second.row.sequence } },
      at(4),
      at(5),
    )
    expect((await judge(sequences)).fault).toMatchObject({ kind: 'reordered', position: 2, id: second.row.id })
    const positions = withLinks(at(1), renumbered(2, third), renumbered(3, second), at(4), at(5))
    expect((await judge(positions)).fault).toMatchObject({ kind: 'reordered', position: 2, id: third.row.id })
  })
})

describe('an anchor', () => {
  it('shows a chain that was cut short', async () => {
    const verdict = await judge({ chained: chain.slice(0, 3), anchors: [await sealedAnchor(5)], chainedUpTo: 9 })
    expect(verdict.fault).toMatchObject({ kind: 'removed', position: 4, id: null })
  })

  it('that was altered is named, and one that does not agree with the chain', async () => {
    const anchor = await sealedAnchor(2)
    expect((await judge({ anchors: [{ ...anchor, day: '2026-11-24' }] })).fault).toMatchObject({ kind: 'altered' })
    const other = { ...anchor, hash: at(3).link.hash }
    const signed = { ...other, signature: await anchorSignature(keyring, other) }
    expect((await judge({ anchors: [signed] })).fault).toMatchObject({ kind: 'altered', position: 2 })
  })
})
