import { type Decide, type Effect, keepDeadLetters, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import { simulate } from '../simulations/simulate-households.ts'
import { partOptionsSchema } from './part-options.ts'
import { type DuePart, loadParts, markFailed, partStatements } from './store.ts'

/**
 * Works off the parts of jobs that events ask for, in whatever order they come. A part that is not there any more was
 * worked off before, or its job was cancelled or deleted.
 */
export const workOffParts: Decide = async (ctx, events) => {
  const due = events.filter((event) => event.type === 'job.due')
  const parts = await loadParts(
    ctx,
    due.map(({ subject, data }) => ({ jobId: subject, part: data.part })),
  )
  const found = new Map(parts.map((part) => [nameOf(part.jobId, part.part), part]))
  const effects = new Map<string, Effect>(events.map((event) => [event.id, 'nothing']))
  for (const { id, subject, data } of due) {
    const name = nameOf(subject, data.part)
    const part = found.get(name)
    if (!part) continue
    effects.set(id, { statements: partStatements(ctx, part, resultsOf(part)), audit: [] })
    // Another event of the batch may ask for the same.
    found.delete(name)
  }
  return effects
}

const nameOf = (jobId: string, part: number): string => `${jobId}/${part}`
const householdsSchema = z.array(z.json())

function resultsOf({ input, options }: DuePart) {
  const { asOf, overrides, explain } = partOptionsSchema.parse(JSON.parse(options))
  return householdsSchema.parse(JSON.parse(input)).map((household) => simulate(household, { asOf, overrides, explain }))
}

const dueSchema = z.object({ type: z.literal('job.due'), subject: z.string() })

/** Keeps the parts that were given up for staff to see and replay, and says of their jobs that they failed. */
export async function giveUpParts(ctx: ServiceContext, batch: MessageBatch): Promise<void> {
  const ids = batch.messages.map(({ body }) => dueSchema.safeParse(body).data?.subject).filter((id) => id !== undefined)
  if (ids.length > 0) await markFailed(ctx, ids)
  await keepDeadLetters(ctx, 'eligibility-job', batch)
}
