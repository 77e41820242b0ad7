import { commit, newId, ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { openCase } from '../privacy/open-case.ts'
import { findMeasure } from './store.ts'

export interface Confirmation {
  caseNumber: string
  accessCode: string
  referralId: string
  /** Whether the help arrived. */
  arrived: boolean
}

export type ConfirmationRefusal = { reason: 'case-not-found' } | { reason: 'not-delivered'; state: string }

/** Takes what the applicant says of help that was said to be given; whoever keeps the referral hears of it. */
export async function confirmHelp(
  ctx: ServiceContext,
  { referralId, arrived, ...caseKey }: Confirmation,
): Promise<Result<'taken', ConfirmationRefusal>> {
  const opened = await openCase(ctx, caseKey)
  if (!opened.ok) return opened
  const { id: caseNumber, countyCode } = opened.value
  const measure = await findMeasure(ctx, caseNumber, referralId)
  if (!measure) return refuse({ reason: 'not-delivered', state: 'unknown' })
  if (measure.state !== 'delivered') return refuse({ reason: 'not-delivered', state: measure.state })
  await commit(ctx, {
    statements: [],
    events: [
      {
        specversion: '1.0',
        id: newId(countyCode),
        source: ctx.service,
        type: 'help.confirmed',
        subject: caseNumber,
        area: countyCode,
        time: ctx.now.toISOString(),
        data: { referralId, version: measure.version, arrived },
      },
    ],
    audit: [{ action: arrived ? 'help.confirmed' : 'help.disputed', subject: referralId, area: countyCode }],
  })
  return ok('taken')
}
