import { applicationStateSchema, factsSchema, memberSchema, reaches } from '@jiekun/schema'
import { storedDeterminationSchema } from '@jiekun/schema/api'
import { ok, type Result, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import * as z from 'zod'
import { shownAgent } from '../agents/agent-view.ts'
import { shownConsents } from '../guardians/kept-consents.ts'
import { shownTwin } from '../twins/shown-twin.ts'
import { caseHead, toTimelineEntry } from './read-case.ts'
import { loadCase, type PlainDeterminationRow } from './store.ts'

/**
 * One application as staff read it: masked, with its facts, determination, timeline and measures. The explanation stays
 * with the determination's own address.
 */
export async function readApplication(ctx: ServiceContext, caseNumber: string) {
  const actor = staffOf(ctx)
  const found = await loadCase(ctx.db, caseNumber)
  if (!found || !reaches(actor, found.application)) return refuse({ reason: 'not-found' as const })
  const { application } = found
  const members = z.array(memberSchema).parse(JSON.parse(application.members))
  return ok({
    application: {
      ...caseHead(application),
      facts: application.erasedAt === null ? factsSchema.parse(JSON.parse(application.facts)) : null,
      members,
      consents: z.array(z.record(z.string(), z.string())).parse(JSON.parse(application.consents)),
      guardianConsents: shownConsents(application, members),
      agent: found.agent ? shownAgent(found.agent) : null,
    },
    determination: found.determination ? toDetermination(found.determination) : null,
    timeline: found.timeline.map(toTimelineEntry),
    measures: found.measures,
    twins: found.twins.map((row) => shownTwin(actor, row)),
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

/** A determination as it was made; with its explanation where that was read. */
export const toDetermination = (row: PlainDeterminationRow & { explanation?: string }) =>
  storedDeterminationSchema.parse({
    id: row.id,
    asOf: row.asOf,
    madeAt: new Date(row.at).toISOString(),
    ...JSON.parse(row.determination),
    ...(row.explanation === undefined ? {} : { explanation: JSON.parse(row.explanation) }),
  })
