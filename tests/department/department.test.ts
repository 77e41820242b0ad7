import { createServer, type Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { signMessage, verifyMessage } from '@jiekun/department-kit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type BehaviourInput, behaviourSchema } from './behaviour.ts'
import { type Department, startDepartment } from './department.ts'

const officeId = '1502-MZT-150203'
const secretOf = (office: string): string => `whsec_${Buffer.from(office.padEnd(24, '.')).toString('base64')}`
const answerSchema = z.object({ type: z.string(), data: z.looseObject({}) })

/** A house that takes note of what it is told. */
let house: Server
let department: Department
let told: { id: string; type: string; isGenuine: boolean }[]

beforeEach(async () => {
  told = []
  house = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = Buffer.concat(chunks).toString()
    const verified = await verifyMessage({ secrets: [secretOf(officeId)] }, request.headers, body)
    const id = String(request.headers['webhook-id'])
    told.push({ id, type: answerSchema.parse(JSON.parse(body)).type.replace('referral.', ''), isGenuine: verified.ok })
    response.writeHead(verified.ok ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ result: 'recorded', state: 'accepted', version: 2 }))
  })
  await new Promise<void>((resolve) => house.listen(0, '127.0.0.1', resolve))
  const address = house.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const answerTo = `http://127.0.0.1:${address.port}`
  department = await startDepartment({ port: 0, answerTo, secretOf, acceptAfterMs: 1, deliverAfterMs: 1 })
})
afterEach(async () => {
  await department.close()
  house.closeAllConnections()
  await new Promise((resolve) => house.close(resolve))
})

const notice = {
  type: 'referral.created',
  timestamp: '2026-11-25T02:00:00Z',
  data: {
    caseNumber: 'c',
    areaCode: '150203',
    clause: '五.(二).6',
    referrals: [{ referralId: 'r1', measure: 'M601', version: 1, link: 'https://jiekun.example/x' }],
    dueOn: null,
  },
}

async function post({ id = 'msg_1', secret = secretOf(officeId), timeoutMs = 2000, body = notice as object } = {}) {
  const text = JSON.stringify(body)
  const response = await fetch(`${department.url}/offices/${officeId}/webhook`, {
    method: 'POST',
    body: text,
    headers: await signMessage({ secret }, { id, body: text }),
    signal: AbortSignal.timeout(timeoutMs),
  })
  await response.arrayBuffer()
  return [response.status, response.headers.get('retry-after')]
}

/** What the house was told once nothing more came. */
async function quiet(): Promise<string[]> {
  for (let before = -1; before !== told.length || told.length === 0; ) {
    before = told.length
    await wait(150)
  }
  return told.map(({ type }) => type)
}

describe('the department system', () => {
  it('takes a referral through all of its states, and a repeated webhook without effect', async () => {
    expect([await post(), await post()]).toEqual(Array(2).fill([204, null]))
    expect(await quiet()).toEqual(['received', 'accepted', 'started', 'delivered'])
    expect(told.every(({ isGenuine }) => isGenuine)).toBe(true)
    expect(department.counts()).toMatchObject({ taken: 2, repeated: 1, recorded: 4 })
  })

  it('refuses what is not signed by the house', async () => {
    expect(await post({ secret: secretOf('another') })).toEqual([401, null])
    expect([department.refused(), department.received.size]).toEqual([1, 0])
  })

  it('does its part beside the lead of a clause', async () => {
    const informed = { ...notice, type: 'referral.informed', data: { ...notice.data, taskId: 't1' } }
    expect(await post({ body: informed })).toEqual([204, null])
    expect(await quiet()).toEqual(['cooperation.done'])
  })
})

describe('on command, it', () => {
  it.each<[string, BehaviourInput, [number, string | null]]>([
    ['fails', { takes: { is: 'answering', status: 500 } }, [500, null]],
    ['is gone', { takes: { is: 'answering', status: 410 } }, [410, null]],
    ['is busy', { takes: { is: 'busy', retryAfter: 7 } }, [503, '7']],
    ['asks for a pause', { takes: { is: 'busy', status: 429, retryAfter: 60 } }, [429, '60']],
    ['is down by the clock', { takes: { is: 'flapping', upMs: 0, downMs: 1000 } }, [503, null]],
    ['is up by the clock', { takes: { is: 'flapping', upMs: 1000, downMs: 0 } }, [204, null]],
  ])('%s', async (_, behaviour, answer) => {
    department.behave(officeId, behaviour)
    expect(await post()).toEqual(answer)
  })

  it('redirects', async () => {
    department.behave(officeId, { takes: { is: 'answering', status: 302, location: 'http://127.0.0.1:9/' } })
    await expect(post()).rejects.toThrow('fetch failed')
  })

  it('takes so many a second and no more', async () => {
    department.behave(officeId, { takes: { is: 'limited', perSecond: 2, retryAfter: 3 } })
    const answers = [await post(), await post({ id: 'b' }), await post({ id: 'c' }), await post({ id: 'd' })]
    expect(answers).toContainEqual([429, '3'])
    expect(answers[0]).toEqual([204, null])
  })

  it('is slow, hangs, or drops the connection', async () => {
    department.behave(officeId, { takes: { is: 'slow', ms: 120 } })
    const begin = performance.now()
    expect(await post()).toEqual([204, null])
    expect(performance.now() - begin).toBeGreaterThan(110)
    department.behave(officeId, { takes: { is: 'hanging' } })
    await expect(post({ id: 'b', timeoutMs: 100 })).rejects.toThrow(/timeout/)
    department.behave(officeId, { takes: { is: 'dropping' } })
    await expect(post({ id: 'c' })).rejects.toThrow('fetch failed')
  })

  it.each<[string, BehaviourInput['answers'], string[]]>([
    ['answers out of order', { isReversed: true }, ['delivered', 'received', 'accepted', 'started']],
    ['returns', { outcome: 'return' }, ['received', 'returned']],
    ['declines', { outcome: 'decline' }, ['received', 'declined']],
    ['accepts and does nothing', { outcome: 'accept' }, ['received', 'accepted']],
  ])('%s', async (_, answers, types) => {
    department.behave(officeId, { answers })
    await post()
    expect(await quiet()).toEqual(types)
  })

  it.each([
    ['same-id', 1],
    ['new-id', 2],
  ] as const)('answers twice, under the %s', async (twice, ids) => {
    department.behave(officeId, { answers: { twice, outcome: 'accept' } })
    await post()
    expect(await quiet()).toEqual(['received', 'received', 'accepted', 'accepted'])
    expect(new Set(told.filter(({ type }) => type === 'accepted').map(({ id }) => id)).size).toBe(ids)
  })

  it('loses what it took, answers late, or signs with another key', async () => {
    department.behave(officeId, { answers: { outcome: 'nothing' } })
    expect(await post()).toEqual([204, null])
    await wait(100)
    expect(told).toEqual([])
    department.behave(officeId, { answers: { outcome: 'accept', lateMs: 200 } })
    await post({ id: 'b' })
    await wait(100)
    expect(told).toEqual([])
    await quiet()
    department.behave(officeId, { answers: { outcome: 'accept', isWronglySigned: true } })
    told = []
    await post({ id: 'c' })
    await quiet()
    expect(told.map(({ isGenuine }) => isGenuine)).toEqual([false, false])
  })

  it('is told over HTTP too, and says how it behaves', async () => {
    const at = `${department.url}/offices/${officeId}/behaviour`
    const tell = (body: object) => fetch(at, { method: 'PUT', body: JSON.stringify(body) })
    expect((await tell({ takes: { is: 'answering', status: 418 } })).status).toBe(200)
    expect(await post()).toEqual([418, null])
    expect((await tell({ takes: { is: 'unheard of' } })).status).toBe(422)
    expect(await (await fetch(at)).json()).toMatchObject({ takes: { is: 'answering', status: 418 } })
  })

  it('shows commands for each way to misbehave, and takes every one as it is shown', async () => {
    const help = await (await fetch(`${department.url}/`)).text()
    const commands = [...help.matchAll(/^curl -X PUT (\S+) -d '(.+)'$/gm)]
    const ways = new Set<string>()
    for (const [, url = '', body = ''] of commands) {
      const answer = await fetch(url, { method: 'PUT', body })
      expect([body, answer.status]).toEqual([body, 200])
      ways.add(behaviourSchema.parse(await answer.json()).takes.is)
    }
    expect(ways).toEqual(
      new Set(behaviourSchema.shape.takes.unwrap().options.flatMap(({ shape }) => [...shape.is.values])),
    )
  })
})
