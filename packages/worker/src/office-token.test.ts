import { type JWTPayload, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { signIdentity, verifyIdentity } from './identity-header.ts'
import { type Keyring, keyringOf } from './keyring.ts'
import { actorOfOfficeToken, signOfficeToken } from './office-token.ts'

const key = (byte: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))
const ring = (identity: number) =>
  keyringOf(
    JSON.stringify({
      current: 'k1',
      seal: { k1: key(1) },
      access: { k1: key(2) },
      index: key(3),
      identity: key(identity),
    }),
  )
const now = new Date('2026-11-25T02:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const purpose = { officeId: '1502-MZT-150203', areaCode: '150203', referralIds: ['1502-a', '1502-b'] }

let keyring: Keyring
let token: string
beforeAll(async () => {
  keyring = await ring(4)
  token = (await signOfficeToken(keyring, purpose, now)).token
})
const actor = (text: string, at = now, by = keyring) => actorOfOfficeToken(by, `Bearer ${text}`, at)

describe('the token of an office', () => {
  it('makes its bearer a clerk of that office, who may read the particulars of these referrals and nothing else', async () => {
    expect(await actor(token)).toEqual({
      kind: 'staff',
      id: '1502-MZT-150203',
      role: 'office_clerk',
      area: '150203',
      officeId: '1502-MZT-150203',
      scopes: ['referrals:particulars'],
      referralIds: ['1502-a', '1502-b'],
    })
  })

  it('is good for ten minutes to the second', async () => {
    const { expiresAt } = await signOfficeToken(keyring, purpose, now)
    expect(expiresAt).toEqual(later(600))
    expect(await actor(token, later(599))).toBeDefined()
    expect(await actor(token, later(600))).toBeUndefined()
  })

  it('holds under the key ring that made it alone, and whole', async () => {
    expect(await actor(token, now, await ring(5))).toBeUndefined()
    expect(await actor(`${token.slice(0, -2)}AA`)).toBeUndefined()
    expect(await actor(token.slice('jt_'.length))).toBeUndefined()
    expect(await actor('jt_')).toBeUndefined()
  })

  it('is not what the front door passes inward, nor the other way round: each has a key of its own', async () => {
    const found = await actor(token)
    if (!found) throw new Error('the token does not hold')
    expect(await verifyIdentity(keyring.identityKey, token.slice('jt_'.length), now)).toBeUndefined()
    expect(await actor(`jt_${await signIdentity(keyring.identityKey, found, now)}`)).toBeUndefined()
  })

  it.each<[string, string, JWTPayload]>([
    ['another kind', 'JWT', {}],
    ['no referrals', 'office-token+jwt', { referrals: [] }],
    ['an area that there is not', 'office-token+jwt', { area: 'x' }],
    ['another audience', 'office-token+jwt', { aud: 'referrals:read' }],
    ['no end', 'office-token+jwt', { exp: undefined }],
  ])('is refused with %s, although it is signed', async (_, typ, claims) => {
    const seconds = now.getTime() / 1000
    const payload = { iss: 'jiekun', aud: 'referrals:particulars', sub: 'o', area: '150203', referrals: ['r'] }
    const sign = (more: JWTPayload, type: string) =>
      new SignJWT({ ...payload, iat: seconds, exp: seconds + 60, ...more })
        .setProtectedHeader({ alg: 'HS256', typ: type })
        .sign(keyring.officeTokenKey)
    expect(await actor(`jt_${await sign({}, 'office-token+jwt')}`)).toBeDefined()
    expect(await actor(`jt_${await sign(claims, typ)}`)).toBeUndefined()
  })
})
