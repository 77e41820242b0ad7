import type { AgentKey } from '@jiekun/schema'
import { agents } from '@jiekun/schema/tables/registration'
import { ok, queries, type Result, refuse, type ServiceContext, sameText } from '@jiekun/worker'
import { eq } from 'drizzle-orm'
import { normaliseCode } from '../applications/access-code.ts'
import { countWrong, requireFewWrong } from '../applications/code-attempts.ts'

export type AgentRow = typeof agents.$inferSelect

/** The number of an agent as somebody typed it, in the form it is stored in. */
export function normaliseAgentNumber(typed: string): string {
  const number = normaliseCode(typed)
  return `${number.slice(0, 2)}-${number.slice(2, 6)}-${number.slice(6)}`
}

/** The code of an agent, derived like that of a case and never equal to one. */
export const agentCodeOf = (
  { keyring }: Pick<ServiceContext, 'keyring'>,
  { id, accessKeyId }: Pick<AgentRow, 'id' | 'accessKeyId'>,
): Promise<string> => keyring.accessCode(`agent:${id}`, accessKeyId)

/** The agent of a number. */
export async function loadAgent(ctx: ServiceContext, id: string): Promise<AgentRow | undefined> {
  const [row] = await queries(ctx.db).select().from(agents).where(eq(agents.id, id))
  return row
}

/**
 * The agent that a number and its code open. An unknown number and a wrong code are told apart by nothing; after ten wrong
 * codes the number rests. Ends the request with 429 then.
 */
export async function openAgent(
  ctx: ServiceContext,
  typed: AgentKey,
): Promise<Result<AgentRow, { reason: 'agent-not-found' }>> {
  const id = normaliseAgentNumber(typed.agentNumber)
  const [agent] = await Promise.all([loadAgent(ctx, id), requireFewWrong(ctx, id)])
  const code = await agentCodeOf(ctx, agent ?? { id, accessKeyId: ctx.keyring.currentAccessKey })
  if (sameText(code, normaliseCode(typed.agentCode)) && agent) return ok(agent)
  await countWrong(ctx, id)
  return refuse({ reason: 'agent-not-found' })
}
