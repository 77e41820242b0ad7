import { agentKindSchema, type CaseAgent, messageTargetSchema } from '@jiekun/schema'
import type { caseAgents } from '@jiekun/schema/tables/registration'
import * as z from 'zod'

const maskedSchema = z.strictObject({ name: z.string(), phone: z.string() })

/** What is read of the agent of a case. */
export type CaseAgentRow = Omit<typeof caseAgents.$inferSelect, 'applicationId'> & { detailsMasked: string }

/** The agent of a case as answers and pages show them. */
export const shownAgent = (row: CaseAgentRow): CaseAgent => ({
  ...maskedSchema.parse(JSON.parse(row.detailsMasked)),
  kind: agentKindSchema.parse(row.kind),
  unit: row.unit,
  messagesTo: messageTargetSchema.parse(row.messagesTo),
  consentVersion: row.consentVersion,
  since: new Date(row.since).toISOString(),
  endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
})
