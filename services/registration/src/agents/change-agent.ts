/** What an applicant may do about whoever applied for them. */
import type { MessageTarget } from '@jiekun/schema'
import { timeline } from '@jiekun/schema/tables/registration'
import { commit, insertRow, newId, ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { accessCodeOf, spacedAccessCode } from '../applications/access-code.ts'
import { openCase } from '../privacy/open-case.ts'
import { endStatements, hasAgent, messagesStatement } from './store.ts'

export type AgentRefusal = { reason: 'case-not-found' } | { reason: 'no-agent' }

interface CaseKey {
  caseNumber: string
  accessCode: string
}

/**
 * Ends the access of the agent, which is to take the consent to it back: from then on they read nothing, do nothing and get
 * no message. The case gets a new access code, as the agent may know the one before. @returns the new code.
 */
export async function endAgent(
  ctx: ServiceContext,
  caseKey: CaseKey,
): Promise<Result<{ accessCode: string }, AgentRefusal>> {
  const opened = await openCase(ctx, caseKey)
  if (!opened.ok) return opened
  const application = opened.value
  const { id, countyCode, accessKeyId, accessRound } = application
  if (!(await hasAgent(ctx.db, id))) return refuse({ reason: 'no-agent' })
  await commit(ctx, {
    statements: [...endStatements(ctx, application), entryStatement(ctx, application, 'agent.ended')],
    audit: [{ action: 'agent.ended', subject: id, area: countyCode }],
  })
  const code = await accessCodeOf(ctx, id, { accessKeyId, accessRound: accessRound + 1 })
  return ok({ accessCode: spacedAccessCode(code) })
}

/** Says who gets the messages of the case from now on. */
export async function redirectMessages(
  ctx: ServiceContext,
  { messagesTo, ...caseKey }: CaseKey & { messagesTo: MessageTarget },
): Promise<Result<{ messagesTo: MessageTarget }, AgentRefusal>> {
  const opened = await openCase(ctx, caseKey)
  if (!opened.ok) return opened
  const { id, countyCode } = opened.value
  if (!(await hasAgent(ctx.db, id))) return refuse({ reason: 'no-agent' })
  await commit(ctx, {
    statements: [messagesStatement(ctx, id, messagesTo)],
    audit: [{ action: `agent.messages:${messagesTo}`, subject: id, area: countyCode }],
  })
  return ok({ messagesTo })
}

const entryStatement = (
  ctx: ServiceContext,
  { id, countyCode }: { id: string; countyCode: string },
  type: string,
): D1PreparedStatement =>
  insertRow(ctx.db, timeline, {
    id: newId(countyCode),
    applicationId: id,
    at: ctx.now.getTime(),
    type,
    data: '{}',
  })
