import { describe, expect, it } from 'vitest'
import { keyringFaults, keyringOf } from './keyring.ts'

/** A key of 32 equal bytes in base64. */
const key = (byte: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))
const fixed = { index: key(8), identity: key(9) }
const before = JSON.stringify({ current: 'k1', seal: { k1: key(1) }, access: { k1: key(3) }, ...fixed })
const rotated = JSON.stringify({
  current: 'k2',
  seal: { k1: key(1), k2: key(2) },
  access: { k1: key(3), k2: key(4) },
  ...fixed,
})
const retired = JSON.stringify({ current: 'k2', seal: { k2: key(2) }, access: { k2: key(4) }, ...fixed })

const place = 'applications.identity:1502-261123-K7QX9M2T'
const caseNumber = '1502-261123-K7QX9M2T'

describe('a key ring after its keys were rotated', () => {
  it('opens what was sealed before, and seals under the new key', async () => {
    const old = await (await keyringOf(before)).seal('乌云其木格', place)
    const ring = await keyringOf(rotated)
    expect(old).toMatch(/^k1\./)
    expect(await ring.unseal(old, place)).toBe('乌云其木格')
    const fresh = await ring.seal('乌云其木格', place)
    expect(fresh).toMatch(/^k2\./)
    expect(await ring.unseal(fresh, place)).toBe('乌云其木格')
  })

  it('opens files that were sealed before, and neither altered ones nor one in the place of another', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 251)
    const old = await (await keyringOf(before)).sealBytes(bytes, 'documents:a')
    const ring = await keyringOf(rotated)
    expect(await ring.unsealBytes(old, 'documents:a')).toEqual(bytes)
    expect(Buffer.from(old).includes(Buffer.from(bytes.subarray(0, 16)))).toBe(false)
    const again = await ring.sealBytes(bytes, 'documents:a')
    expect(Buffer.from(again.subarray(1, 3)).toString()).toBe('k2')
    await expect(ring.unsealBytes(old, 'documents:b')).rejects.toThrow()
    old[old.byteLength - 1] = (old[old.byteLength - 1] ?? 0) ^ 1
    await expect(ring.unsealBytes(old, 'documents:a')).rejects.toThrow()
    await expect((await keyringOf(retired)).unsealBytes(old, 'documents:a')).rejects.toThrow('k1')
  })

  it('derives the access code of an older case as it was given out, and of a new one under the new key', async () => {
    const [old, ring] = [await keyringOf(before), await keyringOf(rotated)]
    const givenOut = await old.accessCode(caseNumber, old.currentAccessKey)
    expect(await ring.accessCode(caseNumber, 'k1')).toBe(givenOut)
    expect(ring.currentAccessKey).toBe('k2')
    expect(await ring.accessCode(caseNumber, ring.currentAccessKey)).not.toBe(givenOut)
  })

  it('finds the same people, for the index key is not rotated', async () => {
    const [old, ring] = [await keyringOf(before), await keyringOf(rotated)]
    expect(await ring.blindIndex('person', '150203197701010011')).toBe(
      await old.blindIndex('person', '150203197701010011'),
    )
  })

  it('opens nothing of a key that has been taken out', async () => {
    const old = await (await keyringOf(before)).seal('乌云其木格', place)
    const ring = await keyringOf(retired)
    await expect(ring.unseal(old, place)).rejects.toThrow('no key k1')
    await expect(ring.accessCode(caseNumber, 'k1')).rejects.toThrow('no key k1')
  })
})

describe('a sealed text', () => {
  it('does not open in another place or where a character of it was changed', async () => {
    const ring = await keyringOf(before)
    const sealed = await ring.seal('乌云其木格', place)
    await expect(ring.unseal(sealed, `${place}X`)).rejects.toThrow()
    const at = sealed.lastIndexOf('.') + 1
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    await expect(ring.unseal(changed, place)).rejects.toThrow()
  })
})

describe('a key ring whose current key is not in it', () => {
  it.each(['seal', 'access'])(
    'is refused before anything is done with it, where it lacks the one of %s',
    async (kind) => {
      const torn = { ...JSON.parse(rotated), [kind]: { k1: key(1) } }
      await expect(keyringOf(JSON.stringify(torn))).rejects.toThrow('no key k2')
    },
  )
})

describe('the digest of the audit', () => {
  it('outlasts the rotation of keys, is no blind index, and needs the ring it was made with', async () => {
    const digest = await (await keyringOf(before)).auditMac('person:1')
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    const ring = await keyringOf(rotated)
    expect(await ring.auditMac('person:1')).toBe(digest)
    expect(await ring.blindIndex('person', '1')).not.toBe(digest)
    const other = await keyringOf(JSON.stringify({ ...JSON.parse(before), index: key(7) }))
    expect(await other.auditMac('person:1')).not.toBe(digest)
  })
})

describe('a key ring for a deployment', () => {
  const random = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
  const fit = { current: 'k1', seal: { k1: random() }, access: { k1: random() }, index: random(), identity: random() }

  it('is fit where every key is random and its own', () => {
    expect(keyringFaults(JSON.stringify(fit))).toEqual([])
  })

  it.each([
    [{ ...fit, local: true }, 'KEYRING was made by a local start'],
    [{ ...fit, seal: { k1: btoa('short') } }, 'KEYRING.seal.k1 is shorter than 32 bytes'],
    [{ ...fit, identity: key(7) }, 'KEYRING.identity is not random'],
    [{ ...fit, index: fit.identity }, 'KEYRING.identity is used twice'],
    [{ ...fit, index: 'not base64!' }, 'KEYRING is not a key ring'],
  ])('is refused by the name of what is wrong, and by no byte of it', (ring, fault) => {
    expect(keyringFaults(JSON.stringify(ring))).toEqual([fault])
  })

  it('is refused where it is no JSON at all', () => {
    expect(keyringFaults('changeme')).toEqual(['KEYRING is not JSON'])
  })
})
