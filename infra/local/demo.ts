/** `npm run demo`: one household from the form to the last delivered measure, through the public and the staff API of a running house. */
import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { measureName } from '@jiekun/policy'
import { factsSchema, membersSchema, receiptSchema, timelineEntrySchema } from '@jiekun/schema'
import * as z from 'zod'
import { newApplication } from '../../tests/generators/person.ts'
import { bearer } from '../seed/staff-keys.ts'
import household from './demo-household.json' with { type: 'json' }
import { readSecrets } from './secrets.ts'

const url = process.env.JIEKUN_URL ?? 'http://localhost:8787'
const patienceMs = 120_000

const caseSchema = z.object({
  application: z.object({
    state: z.string(),
    fileNumber: z.string().nullable(),
    planCompletedAt: z.string().nullable(),
  }),
  timeline: z.array(timelineEntrySchema),
  measures: z.array(z.object({ measure: z.string(), state: z.string() })),
})
type Case = z.infer<typeof caseSchema>

const key = readSecrets()?.keys.find((each) => each.label === 'demo')
if (!key) throw new Error('There is no local house yet: run npm start first, and this in a second terminal.')
const staff = { authorization: `Bearer ${bearer(key)}`, 'content-type': 'application/json' }

async function call(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url + path, init)
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(body)}`)
  return body
}

async function until(caseNumber: string, what: string, reached: (found: Case) => boolean): Promise<Case> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const found = caseSchema.parse(await call(`/api/v1/applications/${caseNumber}`, { headers: staff }))
    if (reached(found)) return found
    if (Date.now() > deadline)
      throw new Error(`not ${what} after ${patienceMs / 1000} s: ${JSON.stringify(found.measures)}`)
    await wait(300)
  }
}

const { facts, members } = z.object({ facts: factsSchema, members: membersSchema }).parse(household)
const start = Date.now()
const receipt = receiptSchema.parse(
  await call('/api/v1/applications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(
      newApplication(
        { countyCode: household.countyCode, facts, members },
        randomInt(500),
        `15${randomInt(10, 99)}${randomInt(10, 99)}`,
      ),
    ),
  }),
)
console.log(`受理编号 ${receipt.caseNumber}   查询码 ${receipt.accessCode}\n`)
await until(receipt.caseNumber, 'determined', ({ application }) => application.state === 'under_review')
await call(`/api/v1/applications/${receipt.caseNumber}/decisions`, {
  method: 'POST',
  headers: staff,
  body: JSON.stringify({ decision: 'approve', reason: '演示：材料齐全，符合条件' }),
})
const closed = await until(receipt.caseNumber, 'complete', ({ application }) => application.planCompletedAt !== null)

for (const { at, type, data } of closed.timeline) {
  const seconds = ((Date.parse(at) - start) / 1000).toFixed(1).padStart(6)
  const measure = typeof data.measure === 'string' ? `${data.measure} ${measureName(data.measure)}` : ''
  console.log(`${seconds} s  ${type.padEnd(24)} ${measure}`)
}
console.log(
  `\n档案编号 ${closed.application.fileNumber}：${closed.measures.length} 项措施全部落实，用时 ${((Date.now() - start) / 1000).toFixed(1)} 秒。`,
)
