import { maskName, maskPhone, type NewAgent } from '@jiekun/schema'
import { agents, caseAgents } from '@jiekun/schema/tables/registration'
import { insertRow, newAgentNumber, ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { spacedAccessCode } from '../applications/access-code.ts'
import { type AgentRow, agentCodeOf, openAgent } from './agent-code.ts'

export interface GrantedAgent {
  statements: D1PreparedStatement[]
  /** What the agent is told and keeps. */
  told: { agentNumber: string; agentCode: string }
}

const placeOf = (agentId: string): string => `agents.details:${agentId}`

/**
 * What makes somebody the agent of a new case, for the batch of its submission: somebody new, or, by number and code,
 * somebody who has brought in cases before.
 */
export async function grantAgent(
  ctx: ServiceContext,
  applicationId: string,
  granted: NewAgent,
): Promise<Result<GrantedAgent, { reason: 'agent-not-found' }>> {
  const { agentNumber, agentCode, name = '', phone = '' } = granted
  const isKnown = agentNumber !== undefined && agentCode !== undefined
  const opened = isKnown ? await openAgent(ctx, { agentNumber, agentCode }) : ok(await sealAgent(ctx, { name, phone }))
  if (!opened.ok) return refuse(opened.refusal)
  const agent = opened.value
  return ok({
    statements: [
      ...(isKnown ? [] : [insertRow(ctx.db, agents, agent)]),
      insertRow(ctx.db, caseAgents, {
        applicationId,
        agentId: agent.id,
        kind: granted.kind,
        unit: granted.unit ?? null,
        messagesTo: granted.messagesTo,
        consentVersion: granted.consent.version,
        since: ctx.now.getTime(),
        endedAt: null,
      }),
    ],
    told: { agentNumber: agent.id, agentCode: spacedAccessCode(await agentCodeOf(ctx, agent)) },
  })
}

async function sealAgent(ctx: ServiceContext, details: { name: string; phone: string }): Promise<AgentRow> {
  const id = newAgentNumber()
  return {
    id,
    accessKeyId: ctx.keyring.currentAccessKey,
    detailsSealed: await ctx.keyring.seal(JSON.stringify(details), placeOf(id)),
    detailsMasked: JSON.stringify({ name: maskName(details.name), phone: maskPhone(details.phone) }),
    createdAt: ctx.now.getTime(),
  }
}
