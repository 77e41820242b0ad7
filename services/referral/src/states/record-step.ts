import type { WorkingCalendar } from '@jiekun/calendar'
import type { Event } from '@jiekun/schema'
import {
  commit,
  leaseMs,
  messagesOf,
  ok,
  ProblemError,
  type Result,
  refuse,
  relayAfterwards,
  type ServiceContext,
  violates,
} from '@jiekun/worker'
import { lapsedTasks, lapseTasks, reviveTasks } from '../cooperation/lapse-tasks.ts'
import { deliveryStatements, dueEvents, type NewDelivery } from '../deliveries/new-deliveries.ts'
import { envelope } from '../envelope.ts'
import { completePlan, completionOf, reopenPlan } from '../plans/store.ts'
import {
  type Move,
  movedEvent,
  moveOf,
  moveStatements,
  type ReferralRow,
  type StepSet,
  stateOf,
} from './move-referral.ts'
import { findReferralRow } from './store.ts'
import { isSettled, type Step, type TransitionRefusal, takeStep } from './transition.ts'

/** A referral with the calendar that its clock goes by. */
export interface Found {
  row: ReferralRow
  calendar: WorkingCalendar
}

export type StepRefusal = (TransitionRefusal & { version: number }) | { reason: 'changed-meanwhile' }

/** A step to be recorded, whoever takes it. */
export interface StepInput {
  step: Step
  /** What the audit calls it. */
  action: string
  set?: StepSet
  /** What was written of it, shown to staff. */
  reason?: string | null
  /** Whom else it is told by webhook. */
  notices?: (move: Move) => NewDelivery[]
  /** What hangs on the referral as it is then: asked anew where the race for it was lost. */
  decide?: (row: ReferralRow) => Promise<Pick<StepInput, 'set' | 'notices'>>
  /** The one version that whoever takes the step has read; undefined where any will do. */
  exactVersion?: number | undefined
  /** What is written in the same batch. */
  statements?: D1PreparedStatement[]
  /** The version that was seen; an older one is refused with the present state. */
  seenVersion?: number | undefined
  /** A key of `statements` whose violation says that all of this was recorded before. */
  repeatedKey?: string
}

export interface Recorded {
  result: 'recorded' | 'known'
  row: ReferralRow
}

/** Records a step of a referral in one batch. A repeated one is taken without effect; a lost race is decided once more. */
export async function recordStep(
  ctx: ServiceContext,
  found: Found,
  input: StepInput,
): Promise<Result<Recorded, StepRefusal>> {
  let current: Found | undefined = found
  for (let attempt = 1; attempt <= 2 && current; attempt++) {
    const { row, calendar } = current
    const state = stateOf(row)
    if (isStale(row, input.seenVersion)) return refuse({ reason: 'wrong-state', state, version: row.version })
    const taken = takeStep(state, input.step)
    if (!taken.ok) return refuse({ ...taken.refusal, version: row.version })
    if (taken.value === 'repeats') return ok({ result: 'known', row })
    const { exactVersion } = input
    if (exactVersion !== undefined && exactVersion !== row.version) return refuse({ reason: 'changed-meanwhile' })
    const decided = input.decide ? { ...input, ...(await input.decide(row)) } : input
    const move = moveOf(ctx, calendar, row, decided)
    try {
      await save(ctx, move, decided)
      return ok({ result: 'recorded', row: move.next })
    } catch (error) {
      if (input.repeatedKey && violates(error, input.repeatedKey)) {
        // The same was taken at the same instant: what it made of the referral is there now.
        return ok({ result: 'known', row: (await findReferralRow(ctx, row.id))?.row ?? row })
      }
      if (!violates(error, 'referral_transitions.sequence')) throw error
      current = await findReferralRow(ctx, row.id)
    }
  }
  return refuse({ reason: 'changed-meanwhile' })
}

/** That a webhook got through is our own bookkeeping: whoever saw the referral before that saw the same. */
const isStale = (row: ReferralRow, seen: number | undefined): boolean =>
  seen !== undefined && seen < (row.state === 'sent' ? row.version - 1 : row.version)

/** The problem that answers a refusal. */
export function stepProblem(refusal: StepRefusal): ProblemError {
  switch (refusal.reason) {
    case 'wrong-state': {
      const { state, version } = refusal
      return new ProblemError('wrong-state', `The referral is ${state}`, { extra: { state, version } })
    }
    case 'changed-meanwhile':
      return new ProblemError('changed-meanwhile')
    default:
      return refusal satisfies never
  }
}

async function save(ctx: ServiceContext, move: Move, input: StepInput): Promise<void> {
  const { row, next } = move
  const isReopened = isSettled(stateOf(row)) && !isSettled(next.state)
  const revived = isReopened ? reviveTasks(ctx, next, await lapsedTasks(ctx, [next.planId])) : undefined
  const notices = [...(input.notices?.(move) ?? []), ...(revived?.notices ?? [])]
  const settles = isSettled(next.state) && !isSettled(stateOf(row))
  const completed: Event = { ...envelope(ctx, next.planId, next.countyCode), type: 'plan.completed', data: {} }
  const results = await commit(ctx, {
    statements: [
      ...(input.statements ?? []),
      ...moveStatements(ctx, [move]),
      ...deliveryStatements(ctx, notices),
      ...(revived ? [reopenPlan(ctx, next.planId), ...revived.statements] : []),
      ...(settles ? [lapseTasks(ctx, next.planId)] : []),
      ...(settles ? await completePlan(ctx, completed, ctx.now.getTime() + leaseMs) : []),
    ],
    events: [movedEvent(ctx, move), ...dueEvents(ctx, notices)],
    audit: [{ action: input.action, subject: next.id, area: next.countyCode }],
  })
  const completedAt = settles ? completionOf(results.at(-1)) : undefined
  if (completedAt) relayAfterwards(ctx, messagesOf([{ ...completed, time: completedAt.toISOString() }]))
}
