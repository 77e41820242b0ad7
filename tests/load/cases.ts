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

/** Authorization headers of the two people that a decision takes. */
export interface Reviewers {
  reviewer: string
  approver: string
}

const pageSchema = z.object({
  items: z.array(z.object({ caseNumber: z.string(), state: z.string(), archiveDecision: z.string().nullable() })),
})
const approvable = ['eligible', 'manual_review']

/** One round of a review: decides a page of what waits. @returns how many it decided. */
export async function reviewPage(url: string, { reviewer, approver }: Reviewers): Promise<number> {
  const listed = await insist(`${url}/api/v1/review-queue?limit=100`, {
    headers: { authorization: reviewer },
  })
  const { items } = pageSchema.parse(JSON.parse(listed.text))
  await forEachOf(items, 4, async ({ caseNumber, state, archiveDecision }) => {
    const take = async (step: string, authorization: string, body?: object): Promise<void> => {
      const answer = await insist(`${url}/api/v1/applications/${caseNumber}/${step}`, {
        method: 'POST',
        headers: {
          authorization,
          'if-match': '*',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      // 409 and 412: taken by an earlier try whose answer was lost, or is still being taken by it.
      if (![200, 409, 412].includes(answer.status)) throw new Error(`${step} was answered ${answer.status}`)
    }
    const reason = { reason: '试运行' }
    // Endorsed by an earlier try that got no further.
    if (state === 'public_notice') return take('approve', approver, reason)
    await take('claim', reviewer)
    if (!approvable.includes(archiveDecision ?? '')) return take('decline', reviewer, reason)
    await take('endorse', reviewer, reason)
    await take('approve', approver, reason)
  })
  return items.length
}
