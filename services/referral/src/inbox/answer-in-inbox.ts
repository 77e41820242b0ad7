import type { ReferralAnswer } from '@jiekun/schema'
import type { Result, ServiceContext } from '@jiekun/worker'
import { ok, ProblemError, refuse } from '@jiekun/worker'
import { recordAnswer } from '../answers/record-answer.ts'
import { actorName, stateOf } from '../states/move-referral.ts'
import { stepOf, transitions } from '../states/transition.ts'
import { type LoadedReferral, loadReferral } from './store.ts'

/**
 * Records the answer that a clerk gave on the page of a referral: the same as by the API. A second tap on the same
 * button is the first one; what has changed since the page was shown is refused, so that nobody decides on what is over.
 * A refusal is the referral as it is now.
 */
export async function answerInInbox(
  ctx: ServiceContext,
  loaded: LoadedReferral,
  { answer, seenVersion }: { answer: ReferralAnswer; seenVersion: number },
): Promise<Result<'done', LoadedReferral>> {
  if (isSecondTap(ctx, loaded, answer, seenVersion)) return ok('done')
  const found = { row: loaded.referral, calendar: loaded.calendar }
  const recorded = await recordAnswer(ctx, found, answer, { seenVersion })
  if (recorded.ok) return ok('done')
  // Of two taps at once the second has lost a race, against the first.
  const now = await loadReferral(ctx, loaded.referral.officeId, loaded.referral.id)
  if (!now) throw new ProblemError('not-found')
  return isSecondTap(ctx, now, answer, seenVersion) ? ok('done') : refuse(now)
}

/** Whether all that happened since the page was shown is the same step by the same clerk. */
function isSecondTap(
  ctx: ServiceContext,
  { referral, transitions: history }: LoadedReferral,
  answer: ReferralAnswer,
  seenVersion: number,
): boolean {
  const since = history.filter(({ sequence }) => sequence > seenVersion)
  const [only] = since
  return (
    since.length === 1 &&
    only?.actor === actorName(ctx) &&
    only.state === transitions[stepOf(answer.type)].to &&
    stateOf(referral) === only.state
  )
}
