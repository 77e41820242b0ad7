import { applicationStateSchema, maskedIdentitySchema, type TimelineEntry, timelineEntrySchema } from '@jiekun/schema'
import type { CaseHead, CaseView } from '@jiekun/schema/api'
import { ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { holdsAccessCode, normaliseCaseNumber } from './access-code.ts'
import { readReasons } from './determination-reasons.ts'
import { type ApplicationRow, loadCase, type TimelineRow } from './store.ts'

/** Reads a case for the holder of its access code. An unknown case and a wrong code are told apart by nothing, time included. */
export async function readCase(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string },
): Promise<Result<CaseView, { reason: 'case-not-found' }>> {
  const caseNumber = normaliseCaseNumber(input.caseNumber)
  const found = await loadCase(ctx.db, caseNumber)
  const keyId = found?.application.accessKeyId ?? ctx.keyring.currentAccessKey
  const opens = await holdsAccessCode(ctx, caseNumber, keyId, input.accessCode)
  if (!found || !opens) return refuse({ reason: 'case-not-found' })
  return ok({
    ...caseHead(found.application),
    timeline: found.timeline.map(toTimelineEntry),
    measures: found.measures,
    reasons: readReasons(found.determination),
  })
}

/** The head of a case, masked. */
export function caseHead(row: Omit<ApplicationRow, 'identitySealed' | 'facts' | 'members'>): CaseHead {
  return {
    caseNumber: row.id,
    state: applicationStateSchema.parse(row.state),
    version: row.version,
    submittedAt: new Date(row.submittedAt).toISOString(),
    applicant: maskedIdentitySchema.parse(JSON.parse(row.identityMasked)),
    countyCode: row.countyCode,
    archiveDecision: row.archiveDecision,
    unionCategory: row.unionCategory,
    fileNumber: row.fileNumber,
    planCompletedAt: row.planCompletedAt === null ? null : new Date(row.planCompletedAt).toISOString(),
  }
}

export const toTimelineEntry = (row: TimelineRow): TimelineEntry =>
  timelineEntrySchema.parse({
    id: row.id,
    at: new Date(row.at).toISOString(),
    type: row.type,
    data: JSON.parse(row.data),
  })
