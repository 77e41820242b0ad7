import { generateKeyPairSync, sign as signEd25519, verify as verifyEd25519 } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { signMessage, verifyMessage } from './signature.ts'

const secretOf = (text: string): string => `whsec_${Buffer.from(text.padEnd(32, '.')).toString('base64')}`
const [secret, former, foreign] = [secretOf('present'), secretOf('former'), secretOf('foreign')]
const now = new Date('2026-11-25T02:00:00Z')
const timestamp = Math.floor(now.getTime() / 1000)
const message = { id: 'msg_1', body: '{"type":"referral.created","说":"你好"}', now }

const pair = generateKeyPairSync('ed25519')
const raw = (field: 'd' | 'x'): string =>
  Buffer.from(String(pair.privateKey.export({ format: 'jwk' })[field]), 'base64url').toString('base64')
const [privateKey, publicKey] = [`whsk_${raw('d')}`, `whpk_${raw('x')}`]

describe('v1', () => {
  it('is what the published library makes', async () => {
    const signed = await signMessage({ secret }, message)
    expect(signed['webhook-signature']).toBe(new Webhook(secret).sign(message.id, now, message.body))
    expect(signed).toMatchObject({ 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestamp) })
  })

  const given = (signature: string, at = timestamp) => ({
    'webhook-id': message.id,
    'webhook-timestamp': String(at),
    'webhook-signature': signature,
  })
  const libraryOf = (by: string) => new Webhook(by).sign(message.id, now, message.body)

  it('is taken from the published library, by headers of Node and of Fetch', async () => {
    const headers = given(libraryOf(secret))
    const taken = { ok: true, id: 'msg_1', sentAt: now }
    expect(await verifyMessage({ secrets: [secret] }, headers, message.body, now)).toEqual(taken)
    expect(await verifyMessage({ secrets: [secret] }, new Headers(headers), message.body, now)).toEqual(taken)
  })

  it('is taken while a secret is rotated, whichever of both sides has both', async () => {
    const both = given(`${libraryOf(secret)} ${libraryOf(former)}`)
    expect(await verifyMessage({ secrets: [former] }, both, message.body, now)).toMatchObject({ ok: true })
    const one = given(libraryOf(former))
    expect(await verifyMessage({ secrets: [secret, former] }, one, message.body, now)).toMatchObject({ ok: true })
  })

  it.each([
    ['of a foreign secret', given(libraryOf(foreign)), message.body],
    ['over another body', given(libraryOf(secret)), `${message.body} `],
    ['over another id', { ...given(libraryOf(secret)), 'webhook-id': 'msg_2' }, message.body],
    ['that is cut off', given(libraryOf(secret).slice(0, -2)), message.body],
    ['that is not base64', given('v1,***'), message.body],
    ['that says it is of another kind', given(libraryOf(secret).replace('v1,', 'v1a,')), message.body],
  ])('is refused %s', async (_, headers, body) => {
    const refused = { ok: false, reason: 'signature-wrong' }
    expect(await verifyMessage({ secrets: [secret] }, headers, body, now)).toEqual(refused)
  })

  it('is refused five minutes off, both ways, and taken within', async () => {
    const at = (seconds: number) =>
      verifyMessage(
        { secrets: [secret] },
        given(libraryOf(secret)),
        message.body,
        new Date(now.getTime() + seconds * 1000),
      )
    expect([await at(301), await at(-301)]).toEqual(Array(2).fill({ ok: false, reason: 'timestamp-outside-window' }))
    expect([await at(300), await at(-300)]).toEqual(Array(2).fill({ ok: true, id: 'msg_1', sentAt: now }))
  })

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('is refused without %s', async (name) => {
    const headers = { ...given(libraryOf(secret)), [name]: undefined }
    const refused = { ok: false, reason: 'headers-missing' }
    expect(await verifyMessage({ secrets: [secret] }, headers, message.body, now)).toEqual(refused)
  })

  it('is refused by a timestamp that only begins with a number', async () => {
    const headers = { ...given(libraryOf(secret)), 'webhook-timestamp': `${timestamp}x` }
    expect(await verifyMessage({ secrets: [secret] }, headers, message.body, now)).toMatchObject({ ok: false })
  })
})

describe('v1a', () => {
  const content = Buffer.from(`msg_1.${timestamp}.${message.body}`)

  it('is a signature that node:crypto takes', async () => {
    const { 'webhook-signature': signature } = await signMessage({ privateKey }, message)
    expect(signature.startsWith('v1a,')).toBe(true)
    expect(verifyEd25519(null, content, pair.publicKey, Buffer.from(signature.slice(4), 'base64'))).toBe(true)
  })

  it('is taken from node:crypto, also behind a v1 that does not concern us, and refused by another key', async () => {
    const signature = `v1a,${signEd25519(null, content, pair.privateKey).toString('base64')}`
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature }
    const taken = await verifyMessage({ publicKeys: [publicKey] }, headers, message.body, now)
    expect(taken).toMatchObject({ ok: true })
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${signature}` }
    expect(await verifyMessage({ publicKeys: [publicKey] }, both, message.body, now)).toMatchObject({ ok: true })
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''
    const otherKey = `whpk_${Buffer.from(other, 'base64url').toString('base64')}`
    expect(await verifyMessage({ publicKeys: [otherKey] }, headers, message.body, now)).toMatchObject({ ok: false })
  })

  it('takes a private key with its public key behind it', async () => {
    const long = `whsk_${Buffer.concat([Buffer.from(raw('d'), 'base64'), Buffer.from(raw('x'), 'base64')]).toString('base64')}`
    expect(await signMessage({ privateKey: long }, message)).toEqual(await signMessage({ privateKey }, message))
  })
})

it('a malformed key is an error that does not repeat it', async () => {
  await expect(signMessage({ secret: 'very secret' }, message)).rejects.toThrow(/^a key must be whsec_ and base64$/)
  await expect(signMessage({}, message)).rejects.toThrow('no key')
})
