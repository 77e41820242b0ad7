/** What an agent reads: each look is stored, for the applicant to see, before anything is shown. */
import { applicationStateSchema, maskedIdentitySchema } from '@jiekun/schema'
import type { HelpedCase } from '@jiekun/schema/api'
import { commit, ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { normaliseCaseNumber } from '../applications/access-code.ts'
import type { ApplicationRow } from '../applications/store.ts'
import { openAgent } from './agent-code.ts'
import { type HelpedRow, helpedQuery, loadHelped } from './store.ts'

export interface HelpedKey {
  agentNumber: string
  agentCode: string
}
/** What opens one of them; it travels in the body of forms, never in an address. */
export interface HelpedCaseKey extends HelpedKey {
  caseNumber: string
}
export type HelpedRefusal = { reason: 'agent-not-found' } | { reason: 'not-found' }

/** The cases that an agent brought in and whose applicants let them follow, masked, the latest first. */
export async function listHelped(
  ctx: ServiceContext,
  key: HelpedKey,
): Promise<Result<HelpedCase[], { reason: 'agent-not-found' }>> {
  const opened = await openAgent(ctx, key)
  if (!opened.ok) return opened
  const rows = await helpedQuery(ctx.db, opened.value.id)
  await recordLook(ctx, rows, 'list')
  return ok(rows.map(toHelped))
}

/** A case of an agent, to read or to act in. */
export async function openHelped(
  ctx: ServiceContext,
  { caseNumber, ...key }: HelpedCaseKey,
): Promise<Result<ApplicationRow, HelpedRefusal>> {
  const opened = await openAgent(ctx, key)
  if (!opened.ok) return opened
  const application = await loadHelped(ctx.db, opened.value.id, normaliseCaseNumber(caseNumber))
  return application ? ok(application) : refuse({ reason: 'not-found' })
}

/** Stores that the agent has looked at cases: `list` at their names and states, `case` at all that agents are shown. */
export async function recordLook(
  ctx: ServiceContext,
  cases: readonly Pick<HelpedRow, 'id' | 'countyCode'>[],
  at: 'list' | 'case',
): Promise<void> {
  if (cases.length === 0) return
  const audit = cases.map(({ id, countyCode }) => ({ action: `agent.looked:${at}`, subject: id, area: countyCode }))
  await commit(ctx, { statements: [], audit })
}

const toHelped = (row: HelpedRow): HelpedCase => ({
  caseNumber: row.id,
  applicantName: maskedIdentitySchema.parse(JSON.parse(row.identityMasked)).name,
  countyCode: row.countyCode,
  state: applicationStateSchema.parse(row.state),
  dueOn: row.state === 'public_notice' ? row.noticeEndsOn : row.dueOn,
  planCompleted: row.planCompletedAt !== null,
})
