import type { ApplicationState, FieldError } from '@jiekun/schema'
import { dayInChina, ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import type { ApplicationRow } from '../applications/store.ts'
import { correctApplication } from '../privacy/correct-application.ts'
import { changesNothing, changesOf, unfinishedPages } from './changes.ts'
import { loadCorrection, type OwnCorrection } from './draft.ts'
import { forgetStatement } from './draft-store.ts'
import { guardianConsentsOf, lacksGuardian } from './guardians.ts'
import { toCorrection } from './to-correction.ts'

/** How often it is tried again after a step of somebody else, such as a reviewer who claims the case. */
const sendAttempts = 3
/** Characters that the reason of a correction has at most. */
export const mostOfReason = 300

export type SendRefusal =
  | { reason: 'unknown' }
  | { reason: 'too-late' }
  | { reason: 'changed'; correction: OwnCorrection }
  | { reason: 'unfinished'; correction: OwnCorrection; pages: string[] }
  | { reason: 'nothing'; correction: OwnCorrection }
  | { reason: 'contradiction'; correction: OwnCorrection; errors: FieldError[] }
  | { reason: 'busy' }

/** That an applicant has declared what they put right to be true, as the audit keeps it. */
export const declarationSigned = ({ id, countyCode }: Pick<ApplicationRow, 'id' | 'countyCode'>) => ({
  action: 'declaration.signed',
  subject: id,
  area: countyCode,
})

/**
 * Sends what an applicant has put right, declared to be true: it becomes a correction as staff make it, and what it was
 * typed in is gone in the same batch, so that a second tap finds it sent. `version` is that of what the applicant has seen
 * on the last page; if anything is otherwise since, nothing is sent and they see it again.
 */
export async function sendCorrection(
  ctx: ServiceContext,
  secret: string | undefined,
  { reason, version }: { reason: string; version: number },
): Promise<Result<{ state: ApplicationState } | 'sent-before', SendRefusal>> {
  for (let attempt = 0; attempt < sendAttempts; attempt++) {
    const opened = await loadCorrection(ctx, secret)
    if (!opened) return refuse({ reason: 'unknown' })
    if (opened.kind === 'gone') return ok('sent-before')
    if (opened.kind === 'too-late') return refuse({ reason: 'too-late' })
    const { correction } = opened
    const { application, draft, filled, answers, held } = correction
    if (draft.version !== version) return refuse({ reason: 'changed', correction })
    const today = dayInChina(ctx.now)
    const pages = [
      ...unfinishedPages(filled, answers, today),
      ...(lacksGuardian(correction, today) ? ['guardians'] : []),
    ]
    if (pages.length > 0) return refuse({ reason: 'unfinished', correction, pages })
    if (changesNothing(changesOf(filled, answers))) return refuse({ reason: 'nothing', correction })
    const corrected = toCorrection(held, answers)
    const guardianConsents = guardianConsentsOf(answers, corrected.members ?? [])
    const result = await correctApplication(ctx, application, {
      correction: { ...corrected, ...(guardianConsents.length > 0 ? { guardianConsents } : {}), reason },
      ifMatch: undefined,
      also: { statements: [forgetStatement(ctx.db, application.id)], audit: [declarationSigned(application)] },
    })
    if (result.ok) {
      // The same telephone written otherwise is no change.
      if (result.value.fields.length === 0) return refuse({ reason: 'nothing', correction })
      return ok({ state: result.value.state })
    }
    switch (result.refusal.reason) {
      case 'changed-meanwhile':
        continue
      case 'contradiction':
        return refuse({ reason: 'contradiction', correction, errors: result.refusal.errors })
      case 'erased':
      case 'facts-decided':
        return refuse({ reason: 'too-late' })
      case 'other-person':
        // The ID number is not corrected here.
        return refuse({ reason: 'busy' })
      default:
        return result.refusal satisfies never
    }
  }
  return refuse({ reason: 'busy' })
}
