import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createDepartment, handleRequest, type NoticeType, signMessage, verifyMessage } from '@jiekun/department-kit'
import { noticeTypes, officeAnswerSchema, tokenRequestSchema } from '@jiekun/schema'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { absolute } from '../../infra/local/workers.ts'
import { answers, whatNow } from '../../packages/department-kit/examples/answers.ts'
import { officeWithKey } from '../../packages/department-kit/examples/ed25519.ts'
import { handlers } from '../../packages/department-kit/examples/handlers.ts'
import { readAll } from '../../packages/department-kit/examples/particulars.ts'
import { verifyEd25519, verifyHmac } from '../../packages/department-kit/examples/verify.ts'
import { reminders, tasks, toAnswer } from '../../packages/department-kit/examples/work.ts'

const kit = 'packages/department-kit'
const [officeId, secret] = ['1502-MZT-150203', `whsec_${btoa('a secret of this test alone')}`]

/** A key pair as Standard Webhooks writes it. */
function keyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const last32 = (der: Buffer): string => der.subarray(-32).toString('base64')
  return {
    publicKey: `whpk_${last32(publicKey.export({ type: 'spki', format: 'der' }))}`,
    privateKey: `whsk_${last32(privateKey.export({ type: 'pkcs8', format: 'der' }))}`,
  }
}

/** A house that believes what it is told, once the signature fits, and keeps it as its own schema reads it. */
let house: Server
let origin: string
let heard: unknown[]
let keys: ReturnType<typeof keyPair>
beforeEach(async () => {
  heard = []
  keys = keyPair()
  house = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = Buffer.concat(chunks).toString()
    const end = (status: number, json: object) => response.writeHead(status).end(JSON.stringify(json))
    if (request.url === '/api/v1/webhook-keys') return end(200, { items: [{ id: 'k1', publicKey: keys.publicKey }] })
    if (request.method === 'GET') return end(200, { authorization: request.headers.authorization })
    const verified = await verifyMessage({ secrets: [secret], publicKeys: [keys.publicKey] }, request.headers, body)
    if (!verified.ok) return end(401, {})
    if (request.url?.endsWith('/tokens')) {
      const { referralIds } = tokenRequestSchema.parse(JSON.parse(body)).data
      return end(200, { token: 'jt_x', expiresAt: '2026-11-26T00:10:00Z', referralIds })
    }
    heard.push(officeAnswerSchema.parse(JSON.parse(body)))
    return end(200, { result: 'recorded', state: 'accepted', version: 3 })
  })
  await new Promise<void>((resolve) => house.listen(0, '127.0.0.1', resolve))
  const address = house.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  origin = `http://127.0.0.1:${address.port}`
})
afterEach(async () => {
  house.closeAllConnections()
  await new Promise((resolve) => house.close(resolve))
})
const office = () => createDepartment({ origin, officeId, secrets: [secret] })

const noticeOf = (type: NoticeType, referralId: string, version = 1) => ({
  type,
  timestamp: '2026-11-25T02:00:00Z',
  data: {
    caseNumber: 'c',
    areaCode: '150203',
    clause: '五.(二).6',
    referrals: [{ referralId, measure: 'M601', version, link: `${origin}/particulars` }],
    dueOn: '2026-11-30',
    ...(type === 'referral.informed' ? { taskId: `task of ${referralId}` } : {}),
  },
})

describe('the README of the kit', () => {
  const readme = readFileSync(absolute(`${kit}/README.md`), 'utf8')
  const quoted = [...readme.matchAll(/<!-- (examples\/\S+) -->\n\n```(\w+)\n([\s\S]*?)```/g)]

  it('quotes each of its examples as the file has it, and holds no other code', () => {
    for (const [, path, language, code] of quoted) {
      expect([path, code]).toEqual([path, readFileSync(absolute(`${kit}/${path}`), 'utf8')])
      expect(path?.endsWith(`.${language}`)).toBe(true)
    }
    expect(readme.match(/```\w+\n/g)).toHaveLength(quoted.length)
    // What stands for the office's own software is not for copying.
    const files = readdirSync(absolute(`${kit}/examples`)).filter((name) => name !== 'work.ts')
    expect(quoted.map(([, path]) => path).toSorted()).toEqual(files.map((name) => `examples/${name}`).toSorted())
  })

  it('says how to make one file of the kit, and that file verifies what was signed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kit-'))
    const command = readFileSync(absolute(`${kit}/examples/bundle.sh`), 'utf8')
    const file = join(folder, 'department-kit.js')
    const run = spawnSync('sh', ['-c', command.replace('--outfile=department-kit.js', `--outfile=${file}`)], {
      cwd: absolute('.'),
    })
    expect([run.status, run.stderr.toString()]).toEqual([0, expect.stringContaining('Done')])
    const bundled: { verifyMessage: typeof verifyMessage } = await import(/* @vite-ignore */ pathToFileURL(file).href)
    const headers = await signMessage({ secret }, { id: 'msg_1', body: '{}' })
    expect(await bundled.verifyMessage({ secrets: [secret] }, headers, '{}')).toMatchObject({ ok: true, id: 'msg_1' })
  })
})

describe('its examples', () => {
  it('do something about every kind of notice that the house sends, once, and let no older one undo a later', async () => {
    const department = office()
    const take = async (notice: object, id: string) => {
      const body = JSON.stringify(notice)
      const headers = await signMessage({ secret }, { id, body })
      const request = new Request('http://localhost/', { method: 'POST', headers, body })
      return (await handleRequest(department, request, handlers)).status
    }
    const statuses = await Promise.all(noticeTypes.map((type) => take(noticeOf(type, type), `of-${type}`)))
    expect(statuses).toEqual(noticeTypes.map(() => 204))
    expect([...toAnswer.keys()].toSorted()).toEqual(['referral.created', 'referral.disputed', 'referral.resumed'])
    expect([...tasks]).toEqual(['task of referral.informed'])
    expect(reminders.toSorted()).toEqual(['referral.due 2026-11-30', 'referral.escalated 2026-11-30'])

    await take(noticeOf('referral.resumed', 'r', 5), 'later')
    await take(noticeOf('referral.created', 'r', 2), 'older')
    expect(toAnswer.get('r')?.version).toBe(5)
    await take(noticeOf('referral.withdrawn', 'r', 6), 'last')
    await take(noticeOf('referral.resumed', 'r', 5), 'later')
    expect(toAnswer.has('r')).toBe(false)
    expect(await take({ type: 'endpoint.test', timestamp: 'now', data: { officeId } }, 'test')).toBe(204)
    expect(await take({ type: 'referral.unheard', timestamp: 'now', data: {} }, 'newer')).toBe(204)
  })

  it('give every answer in a shape that the house reads', async () => {
    const department = office()
    const given = [
      await answers.received(department, 'r'),
      await answers.accepted(department, 'r', 2),
      await answers.started(department, 'r'),
      await answers.returned(department, 'r'),
      await answers.declined(department, 'r'),
      await answers.delivered(department, 'r'),
      await answers.cooperated(department, 't'),
    ]
    expect(given.map(whatNow)).toEqual(given.map(() => 'done'))
    const types = officeAnswerSchema.options.map(({ shape }) => shape.type.value)
    expect(heard.map((each) => z.looseObject({ type: z.string() }).parse(each).type)).toEqual(types)
  })

  it('say what to do about an answer that was not taken', () => {
    const problem = { type: 'wrong-state', title: 'Not now', status: 409, requestId: 'q1' }
    expect([
      whatNow({ webhookId: 'a', outcome: 'late', state: 'closed', version: 7, problem }),
      whatNow({ webhookId: 'a', outcome: 'refused', status: 422, problem }),
      whatNow({ webhookId: 'a', outcome: 'unreachable', attempts: 6, status: 503, retryAfterMs: undefined }),
    ]).toEqual(['it is closed now, version 7', 'mend it: Not now (q1)', 'later, as a'])
  })

  it('read the particulars of each referral with one token', async () => {
    const { type, timestamp, data } = noticeOf('referral.created', 'r1')
    const [first] = data.referrals
    if (!first) throw new Error('no referral')
    const notice = { type, timestamp, data: { ...data, referrals: [first, { ...first, referralId: 'r2' }] } }
    const read = await readAll(office(), notice)
    expect([...read]).toEqual(['r1', 'r2'].map((id) => [id, { authorization: 'Bearer jt_x' }]))
  })

  it('verify both kinds of signature, and refuse either over another body', async () => {
    const [byHmac, byKey] = [
      new Headers(await signMessage({ secret }, { id: 'a', body: '{}' })),
      new Headers(await signMessage({ privateKey: keys.privateKey }, { id: 'a', body: '{}' })),
    ]
    const checks = await Promise.all([
      verifyHmac(byHmac, '{}', secret),
      verifyHmac(byHmac, '{ }', secret),
      verifyEd25519(byKey, '{}', origin),
      verifyEd25519(byKey, '{ }', origin),
    ])
    expect(checks.map(({ ok }) => ok)).toEqual([true, false, true, false])
  })

  it('sign with the key of the office', async () => {
    const own = officeWithKey(origin, officeId, keys.privateKey, [keys.publicKey])
    expect(await own.answer('referral.started', { referralId: 'r' })).toMatchObject({ outcome: 'recorded' })
  })
})
