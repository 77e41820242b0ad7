import { type ReferralDecision, reaches } from '@jiekun/schema'
import { ProblemError, requireVersion, type ServiceContext, staffOf } from '@jiekun/worker'
import { shownResult } from '../answers/shown-result.ts'
import { findOtherOffice } from '../routing/find-other-office.ts'
import { noticeAbout, type ReferralRow, type StepSet } from '../states/move-referral.ts'
import { recordStep, type StepInput, stepProblem } from '../states/record-step.ts'
import { findReferralRow } from '../states/store.ts'
import { namedOffice } from './named-office.ts'
import { whoDeclined } from './store.ts'

/** Records what the union decides on a referral. */
export async function decideReferral(
  ctx: ServiceContext,
  { referralId, ifMatch, decided }: { referralId: string; ifMatch: number | undefined; decided: ReferralDecision },
) {
  const found = await findReferralRow(ctx, referralId)
  if (!found || !reaches(staffOf(ctx), found.row)) throw new ProblemError('not-found')
  requireVersion(ifMatch, found.row.version)
  const recorded = await recordStep(ctx, found, {
    decide: (row) => stepInputOf(ctx, row, decided),
    exactVersion: ifMatch,
    step: decided.decision,
    action: `referral.${decided.decision}`,
    reason: decided.reason ?? null,
  })
  if (!recorded.ok) throw stepProblem(recorded.refusal)
  return shownResult(recorded.value)
}

/** What a decision changes, and whom it is told by webhook. */
async function stepInputOf(
  ctx: ServiceContext,
  row: ReferralRow,
  decided: ReferralDecision,
): Promise<Pick<StepInput, 'set' | 'notices'>> {
  // An office that has declined knows that it is rid of it.
  const withdrawn = row.state === 'declined' ? [] : [noticeAbout(row, 'referral.withdrawn', row.officeId)]
  switch (decided.decision) {
    case 'resume':
      return { notices: () => [noticeAbout(row, 'referral.resumed', row.officeId)] }
    case 'reroute': {
      const set = await otherOffice(ctx, row, decided.officeId)
      const created = noticeAbout(row, 'referral.created', set.officeId)
      return { set: { ...set, declineCode: null }, notices: () => [...withdrawn, created] }
    }
    case 'uphold':
      // Four eyes: whoever recorded the refusal for an office without a system does not also find it right.
      if ((await whoDeclined(ctx, row.id)) === `staff:${staffOf(ctx).id}`) throw new ProblemError('own-work')
      return { set: { outcome: 'declined' } }
    case 'cancel':
      return { notices: () => withdrawn }
    case 'confirm':
      return { set: { outcome: 'confirmed' } }
    case 'dispute':
      return { notices: () => [noticeAbout(row, 'referral.disputed', row.officeId)] }
    default:
      return decided satisfies never
  }
}

/** The office that a referral goes to instead: the one named, or the one that the rules find without the present one. */
async function otherOffice(
  ctx: ServiceContext,
  row: ReferralRow,
  named: string | undefined,
): Promise<StepSet & { officeId: string }> {
  if (named === undefined) {
    const other = await findOtherOffice(ctx, row, [row.officeId])
    if (!other)
      throw new ProblemError('wrong-state', 'No other office takes this measure', { extra: { state: row.state } })
    return { officeId: other.officeId, isDefault: other.isDefault, routedBecause: JSON.stringify(other.reasons) }
  }
  return namedOffice(ctx, row, named)
}
