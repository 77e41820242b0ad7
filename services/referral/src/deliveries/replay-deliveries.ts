import { type DeliveryState, regionCode } from '@jiekun/schema'
import { commit, created, ProblemError, type ServiceContext } from '@jiekun/worker'
import { countReplayable, findReplayable, type ReplayPart, replayStatement } from './replay-store.ts'

/** Sends one webhook once more, under its id. */
export async function replayDelivery(ctx: ServiceContext, id: string) {
  const found = await findReplayable(ctx, id)
  if (!found) throw new ProblemError('not-found')
  return replay(ctx, { officeId: found.officeId, id }, id)
}

/** Sends the webhooks of an office that were made in a period once more, under their ids. */
export async function replayPeriod(
  ctx: ServiceContext,
  period: { officeId: string; from: string; to: string; states: readonly DeliveryState[] },
) {
  const { officeId, from, to, states } = period
  return replay(ctx, { officeId, from: Date.parse(from), to: Date.parse(to), states }, officeId)
}

async function replay(ctx: ServiceContext, part: ReplayPart, subject: string) {
  const { office, count } = await countReplayable(ctx, part)
  if (!office) throw new ProblemError('not-found')
  if (office.disabledAt !== null)
    throw new ProblemError('wrong-state', 'The endpoint of the office was stopped; enable it first')
  const answer = { replayed: count }
  await commit(ctx, {
    statements: [replayStatement(ctx, part)],
    audit: [{ action: 'deliveries.replayed', subject, area: office.areaCode || regionCode }],
    answer: created(answer, `/offices/${part.officeId}/deliveries`),
  })
  return created(answer, `/offices/${part.officeId}/deliveries`)
}
