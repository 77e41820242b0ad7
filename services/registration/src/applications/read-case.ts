import {
  applicationStateSchema,
  declineGroundSchema,
  maskedIdentitySchema,
  memberSchema,
  missingSchema,
  overrideSchema,
  type RequestKind,
  type TimelineEntry,
  timelineEntrySchema,
} from '@jiekun/schema'
import type { CaseHead, CaseView } from '@jiekun/schema/api'
import { dayInChina, ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import { shownAgent } from '../agents/agent-view.ts'
import { keptConsentsOf } from '../consents/change-consent.ts'
import { shownConsents } from '../guardians/kept-consents.ts'
import { mayCorrect } from '../own-correction/may-correct.ts'
import { loadForPerson } from '../privacy/store.ts'
import { mayAsk } from '../requests/may-ask.ts'
import { decidingSteps, type RequestRow } from '../requests/store.ts'
import { ownRequest } from '../requests/views.ts'
import { knownDisclosures, knownHelp, knownSteps } from '../twins/known-help.ts'
import { normaliseCaseNumber, opensWith } from './access-code.ts'
import { requireFewWrong } from './code-attempts.ts'
import { readReasons } from './determination-reasons.ts'
import { type ApplicationRow, type ExplainedCase, loadExplainedCase, type TimelineRow } from './store.ts'

/** Reads a case for the holder of its access code. An unknown case and a wrong code are told apart by nothing, time included. */
export async function readCase(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string },
): Promise<Result<CaseView, { reason: 'case-not-found' }>> {
  const caseNumber = normaliseCaseNumber(input.caseNumber)
  const [found, { asked, disclosures, ...seen }] = await Promise.all([
    loadExplainedCase(ctx.db, caseNumber),
    loadForPerson(ctx.db, caseNumber),
    requireFewWrong(ctx, caseNumber),
  ])
  const opens = await opensWith(ctx, caseNumber, found?.application, input.accessCode)
  if (!found || !opens) return refuse({ reason: 'case-not-found' })
  const timeline = found.timeline.map(toTimelineEntry)
  const { noticeEndsOn, declinedAs } = found.application
  const known = knownHelp({ noticeEndsOn, timeline, measures: found.measures })
  return ok({
    ...sharedHead(found.application),
    timeline: knownSteps(known, timeline),
    measures: found.measures.filter(({ referralId }) => known.referral(referralId)),
    comeInPerson: declinedAs !== null,
    responsible: found.responsible ?? null,
    helper: found.helper ?? null,
    consents: keptConsentsOf(found.application),
    guardianConsents: shownConsents(
      found.application,
      z.array(memberSchema).parse(JSON.parse(found.application.members)),
    ),
    agent: found.agent ? shownAgent(found.agent) : null,
    requests: await Promise.all(asked.map((row) => ownRequest(ctx.keyring, row))),
    mayAsk: askable(found, asked, dayInChina(ctx.now)),
    mayCorrect: mayCorrect(found.application),
    reasons: readReasons(found.determination),
    ...seen,
    disclosures: knownDisclosures(known, disclosures),
  })
}

/** What can be asked now: what is open already is not asked twice. */
function askable({ application, steps }: ExplainedCase, asked: readonly RequestRow[], today: string): RequestKind[] {
  const state = applicationStateSchema.parse(application.state)
  const since = steps.findLast(({ step }) => decidingSteps.includes(step))?.at ?? 0
  return mayAsk({ state, erasedAt: application.erasedAt, since }, today).filter(
    (kind) => !asked.some((request) => request.kind === kind && request.state === 'open'),
  )
}

const momentOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** The columns that the head of a case is made from, and no more: the rows are wide. */
export const headColumns = [
  'id',
  'state',
  'version',
  'submittedAt',
  'identityMasked',
  'countyCode',
  'archiveDecision',
  'unionCategory',
  'fileNumber',
  'planCompletedAt',
  'dueOn',
  'dueKnown',
  'missing',
  'noticeEndsOn',
  'erasedAt',
  'claimedBy',
  'claimedAt',
  'endorsedBy',
  'override',
  'turn',
  'declinedAs',
] as const satisfies (keyof ApplicationRow)[]
export type CaseHeadRow = Pick<ApplicationRow, (typeof headColumns)[number]>

/** What the applicant and the staff see alike of a case, masked. */
export const sharedHead = (row: CaseHeadRow) => ({
  caseNumber: row.id,
  state: applicationStateSchema.parse(row.state),
  version: row.version,
  submittedAt: new Date(row.submittedAt).toISOString(),
  applicant: maskedIdentitySchema.parse(JSON.parse(row.identityMasked)),
  countyCode: row.countyCode,
  archiveDecision: row.archiveDecision,
  unionCategory: row.unionCategory,
  fileNumber: row.fileNumber,
  planCompletedAt: momentOf(row.planCompletedAt),
  dueOn: row.dueOn,
  dueKnown: row.dueKnown === 1,
  missing: row.missing === null ? null : missingSchema.parse(JSON.parse(row.missing)),
  noticeEndsOn: row.noticeEndsOn,
  erasedAt: momentOf(row.erasedAt),
})

/** The head of a case as staff see it, masked. */
export const caseHead = (row: CaseHeadRow): CaseHead => ({
  ...sharedHead(row),
  claimedBy: row.claimedBy,
  claimedAt: momentOf(row.claimedAt),
  endorsedBy: row.endorsedBy,
  override: row.override === null ? null : overrideSchema.parse(JSON.parse(row.override)),
  turn: row.turn,
  declinedAs: row.declinedAs === null ? null : declineGroundSchema.parse(row.declinedAs),
})

export const toTimelineEntry = (row: TimelineRow): TimelineEntry =>
  timelineEntrySchema.parse({
    id: row.id,
    at: new Date(row.at).toISOString(),
    type: row.type,
    data: JSON.parse(row.data),
  })
