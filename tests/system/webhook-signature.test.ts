import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { publicKeyOf, signWebhook, verifyWebhook } from '@jiekun/worker'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'

const secret = `whsec_${randomBytes(32).toString('base64')}`
const seed = randomBytes(32)
const privateKey = `whsk_${seed.toString('base64')}`
const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
const oracle = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
const now = new Date()
const body = '{"type":"referral.created","名":"值"}'

describe('a signed webhook', () => {
  it('is taken by the published library and by ed25519 of another hand, both in one header', async () => {
    const headers = await signWebhook([secret, privateKey], 'msg_1', now, body)
    expect(() => new Webhook(secret).verify(body, { ...headers })).not.toThrow()
    const [, asymmetric = ''] = headers['webhook-signature'].split(' ')
    expect(asymmetric).toMatch(/^v1a,/)
    const content = Buffer.from(`msg_1.${headers['webhook-timestamp']}.${body}`)
    expect(verify(null, content, createPublicKey(oracle), Buffer.from(asymmetric.slice(4), 'base64'))).toBe(true)
  })
  it('of an office is verified by its public key, whoever made the signature', async () => {
    const publicKey = await publicKeyOf(privateKey)
    const timestamp = String(Math.floor(now.getTime() / 1000))
    const made = sign(null, Buffer.from(`m.${timestamp}.${body}`), oracle).toString('base64')
    const headers = new Headers({
      'webhook-id': 'm',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${made} v1a,${made}`,
    })
    expect(await verifyWebhook([publicKey], headers, body, now)).toEqual({ ok: true, id: 'm' })
    expect(await verifyWebhook([secret, publicKey], headers, body, now)).toEqual({ ok: true, id: 'm' })
    expect(await verifyWebhook([publicKey], headers, `${body} `, now)).toMatchObject({ refusal: { reason: 'wrong' } })
    expect(await verifyWebhook([secret], headers, body, now)).toMatchObject({ refusal: { reason: 'wrong' } })
    expect(await verifyWebhook([], headers, body, now)).toMatchObject({ refusal: { reason: 'wrong' } })
    const late = new Date(now.getTime() + 301_000)
    expect(await verifyWebhook([publicKey], headers, body, late)).toMatchObject({ refusal: { reason: 'stale' } })
    headers.set('webhook-signature', 'v1a,short v1a, v1a,@@@')
    expect(await verifyWebhook([publicKey], headers, body, now)).toMatchObject({ refusal: { reason: 'wrong' } })
  })
})
