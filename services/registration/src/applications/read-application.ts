import { applicationStateSchema, factsSchema, memberSchema, reaches } from '@jiekun/schema'
import { storedDeterminationSchema } from '@jiekun/schema/api'
import { ok, type Result, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import * as z from 'zod'
import { caseHead, toTimelineEntry } from './read-case.ts'
import { type DeterminationRow, listWithin, loadCase } from './store.ts'

/** One application as staff read it: masked, with its facts, determination, timeline and measures. */
export async function readApplication(ctx: ServiceContext, caseNumber: string) {
  const actor = staffOf(ctx)
  const found = await loadCase(ctx.db, caseNumber)
  if (!found || !reaches(actor, found.application)) return refuse({ reason: 'not-found' as const })
  const { application } = found
  return ok({
    application: {
      ...caseHead(application),
      facts: application.erasedAt === null ? factsSchema.parse(JSON.parse(application.facts)) : null,
      members: z.array(memberSchema).parse(JSON.parse(application.members)),
      consents: z.array(z.record(z.string(), z.string())).parse(JSON.parse(application.consents)),
    },
    determination: found.determination ? toDetermination(found.determination) : null,
    timeline: found.timeline.map(toTimelineEntry),
    measures: found.measures,
    history: found.steps.map(({ sequence, step, state, at, actor, reason }) => ({
      sequence,
      step,
      state: applicationStateSchema.parse(state),
      at: new Date(at).toISOString(),
      actor,
      reason,
    })),
  }) satisfies Result<unknown, never>
}

/** A page of the applications in the actor's area; `next` is the `after` of the following page. */
export async function listApplications(
  ctx: ServiceContext,
  page: { state?: string | undefined; after?: string | undefined; limit: number },
) {
  const actor = staffOf(ctx)
  const rows = await listWithin(ctx.db, actor, page)
  return { items: rows.map(caseHead), next: rows.length === page.limit ? (rows.at(-1)?.id ?? null) : null }
}

/** A determination with its explanation, as it was made. */
export const toDetermination = (row: DeterminationRow) =>
  storedDeterminationSchema.parse({
    id: row.id,
    asOf: row.asOf,
    madeAt: new Date(row.at).toISOString(),
    ...JSON.parse(row.determination),
    explanation: JSON.parse(row.explanation),
  })
