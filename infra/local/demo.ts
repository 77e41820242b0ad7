/** `npm run demo`: one household from the form to the last delivered measure, with a return, a refusal and a confirmation, through the public and the staff API of a running house. */
import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@jiekun/client'
import { measureName } from '@jiekun/policy'
import { factsSchema, membersSchema } from '@jiekun/schema'
import * as z from 'zod'
import { newApplication } from '../../tests/generators/person.ts'
import { officeWithoutSystem } from '../seed/offices.ts'
import { bearer } from '../seed/staff-keys.ts'
import household from './demo-household.json' with { type: 'json' }
import { confirmOne, decideUnwilling, makeUnwilling, untilUnwilling } from './demo-referrals.ts'
import { readSecrets } from './secrets.ts'

const url = process.env.JIEKUN_URL ?? 'http://localhost:8787'
const patienceMs = 120_000

const applicant = createClient({ url })
const staff = clientOf('demo reviewer')
const approver = clientOf('demo approver')
type Case = Awaited<ReturnType<typeof staff.readApplication>>['body']

function clientOf(label: string) {
  const key = readSecrets()?.keys.find((each) => each.label === label)
  if (!key)
    throw new Error(`No local house has the key "${label}": run npm start first, and this in a second terminal.`)
  return createClient({ url, key: bearer(key) })
}

async function until(caseNumber: string, what: string, reached: (found: Case) => boolean): Promise<Case> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const { body: found } = await staff.readApplication({ params: { caseNumber } })
    if (reached(found)) return found
    if (Date.now() > deadline)
      throw new Error(`not ${what} after ${patienceMs / 1000} s: ${JSON.stringify(found.measures)}`)
    await wait(300)
  }
}

const { facts, members } = z.object({ facts: factsSchema, members: membersSchema }).parse(household)
/** One invented household from the form to the approval of its case. */
async function applyAndApprove(countyCode: string) {
  const { body: received } = await applicant.submitApplication({
    body: newApplication({ countyCode, facts, members }, randomInt(500), `15${randomInt(10, 99)}${randomInt(10, 99)}`),
  })
  const params = { caseNumber: received.caseNumber }
  await until(received.caseNumber, 'determined', ({ application }) => application.state === 'under_review')
  const { etag: claimed = '*' } = await staff.claimApplication({ params, ifMatch: '*' })
  const { etag: endorsed = '*' } = await staff.endorseApplication({
    params,
    ifMatch: claimed,
    body: { reason: '演示：材料齐全，符合条件' },
  })
  // Never the person who endorsed it.
  await approver.approveApplication({ params, ifMatch: endorsed, body: { reason: '演示：公示期满，无异议' } })
  return received
}

if (!(await fetch(`${url}/healthz`).catch(() => undefined))?.ok) {
  console.error(
    `No house answers at ${url}: run npm start first, wait for its addresses, and run this in a second terminal.`,
  )
  process.exit(1)
}
const start = Date.now()
const demoCase = (caseNumber: string) => ({ url, staff, caseNumber })
const makeWilling = await makeUnwilling(url, household.countyCode)
let receipt: Awaited<ReturnType<typeof applyAndApprove>>
try {
  receipt = await applyAndApprove(household.countyCode)
  console.log(`受理编号 ${receipt.caseNumber}   查询码 ${receipt.accessCode}\n`)
  await untilUnwilling(demoCase(receipt.caseNumber))
} finally {
  await makeWilling()
}
console.log(`${(await decideUnwilling(demoCase(receipt.caseNumber))).join('\n')}\n`)
const closed = await until(receipt.caseNumber, 'complete', ({ application }) => application.planCompletedAt !== null)

for (const { at, type, data } of closed.timeline) {
  const seconds = ((Date.parse(at) - start) / 1000).toFixed(1).padStart(6)
  const measure = typeof data.measure === 'string' ? `${data.measure} ${measureName(data.measure)}` : ''
  console.log(`${seconds} s  ${type.padEnd(24)} ${measure}`)
}
console.log(
  `\n档案编号 ${closed.application.fileNumber}：${closed.measures.length} 项措施全部落实，用时 ${((Date.now() - start) / 1000).toFixed(1)} 秒。`,
)

const { accessCode } = receipt
console.log(await confirmOne(demoCase(receipt.caseNumber), { applicant, accessCode }))

// The union of this county has no system: what it owes a second household waits in its inbox.
const { caseNumber } = await applyAndApprove(officeWithoutSystem.slice(-6))
console.log(`\n另一户（${caseNumber}）在东河区，那里的总工会没有系统：它要办的措施在收件箱里。
用 inbox 登录后打开 ${url}/inbox；验证码：npm run --silent sign-in-code -- inbox`)
