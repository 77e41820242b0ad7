import { setTimeout as wait } from 'node:timers/promises'
import { type Receipt, receiptSchema } from '@jiekun/schema'
import * as z from 'zod'
import { sampleHouseholds } from '../generators/household.ts'
import { newApplication } from '../generators/person.ts'

export type Application = ReturnType<typeof newApplication>

/** How long a request may take before it is sent again, milliseconds. */
const patienceMs = 10_000
const retryMs = 200
/** Different people of one birth date and sex within one area code. */
const peopleOfAnArea = 500

/** Applications of so many different people, the same at every run. */
export const sampleApplications = (count: number): Application[] =>
  sampleHouseholds(count).map((household, index) =>
    newApplication(household, index % peopleOfAnArea, String(150_100 + Math.floor(index / peopleOfAnArea))),
  )

/** Does the work for every item, so many at a time. */
export async function forEachOf<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const waiting = items.entries()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, item] of waiting) await work(item, index)
    }),
  )
}

interface Answer {
  status: number
  text: string
}

/** Asks until there is a whole answer that is not the server's own failure. */
async function insist(url: string, init: RequestInit): Promise<Answer> {
  for (;;) {
    try {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) })
      const text = await response.text()
      if (response.status < 500) return { status: response.status, text }
    } catch {
      // The house is down; its answer may be lost, which is what the idempotency key is for.
    }
    await wait(retryMs)
  }
}

/** Submits an application, again and again until it is taken; the key makes all of it one application. */
export async function submitSurely(url: string, application: Application, idempotencyKey: string): Promise<Receipt> {
  const { status, text } = await insist(`${url}/api/v1/applications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: JSON.stringify(application),
  })
  if (status !== 201) throw new Error(`submit was answered ${status}: ${text}`)
  return receiptSchema.parse(JSON.parse(text))
}

const pageSchema = z.object({
  items: z.array(z.object({ caseNumber: z.string(), archiveDecision: z.string().nullable() })),
})
const approvable = ['eligible', 'manual_review']

/** One round of a reviewer: decides a page of what is under review. @returns how many it decided. */
export async function reviewPage(url: string, authorization: string): Promise<number> {
  const headers = { authorization, 'content-type': 'application/json' }
  const listed = await insist(`${url}/api/v1/applications?state=under_review&limit=100`, { headers })
  const { items } = pageSchema.parse(JSON.parse(listed.text))
  await forEachOf(items, 4, async ({ caseNumber, archiveDecision }) => {
    const decision = approvable.includes(archiveDecision ?? '') ? 'approve' : 'decline'
    const answer = await insist(`${url}/api/v1/applications/${caseNumber}/decisions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ decision, reason: '试运行' }),
    })
    // 409: decided by an earlier try whose answer was lost.
    if (![200, 409].includes(answer.status)) throw new Error(`the decision was answered ${answer.status}`)
  })
  return items.length
}
