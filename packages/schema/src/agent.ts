import * as z from 'zod'
import { consentVersion } from './consent.ts'
import { personNameSchema, phoneSchema } from './identity.ts'

/** What an agent 代办人, who applies for somebody else, is to them. Another thing than the helper of a household 结对帮扶. */
export const agentKinds = ['family', 'neighbour', 'officer', 'other'] as const
export const agentKindSchema = z.enum(agentKinds)
export type AgentKind = z.infer<typeof agentKindSchema>

/** Who gets the messages of a case. */
export const messageTargets = ['applicant', 'agent', 'both'] as const
export const messageTargetSchema = z.enum(messageTargets)
export type MessageTarget = z.infer<typeof messageTargetSchema>

/** To whom one message went. */
export const messageRecipientSchema = z.enum(['applicant', 'agent'])
export type MessageRecipient = z.infer<typeof messageRecipientSchema>

/** Number of an agent: DB and eight characters without I, L, O, U. With its code it opens the cases that the agent brought in. */
export const agentNumberSchema = z.string().regex(/^DB-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)

/** Agent's number and code, as the page of agents and its API take them. */
export const agentLookupSchema = z.strictObject({ agentNumber: z.string().max(40), agentCode: z.string().max(40) })
export type AgentKey = z.infer<typeof agentLookupSchema>

/** Who applies for the applicant: somebody new by name and telephone, or somebody known by number and code. */
export const newAgentSchema = z
  .strictObject({
    kind: agentKindSchema,
    unit: z.string().trim().min(1).max(100).optional().describe('Trade union or unit; needed of an officer'),
    name: personNameSchema.optional(),
    phone: phoneSchema.optional(),
    agentNumber: agentLookupSchema.shape.agentNumber.optional(),
    agentCode: agentLookupSchema.shape.agentCode.optional(),
    messagesTo: messageTargetSchema.default('applicant'),
    consent: z
      .strictObject({ version: z.literal(consentVersion) })
      .describe('The applicant knows and agrees that the agent applies, adds documents, answers a return and follows'),
  })
  .superRefine(({ kind, unit, name, phone, agentNumber, agentCode }, ctx) => {
    const lacks = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
    if (kind === 'officer' && unit === undefined) lacks('unit', 'is needed of an officer')
    if ((agentNumber === undefined) !== (agentCode === undefined)) lacks('agentCode', 'goes with `agentNumber`')
    if (agentNumber !== undefined && (name !== undefined || phone !== undefined)) {
      lacks('name', 'is known by the number already')
    }
    if (agentNumber === undefined && name === undefined) lacks('name', 'is needed where there is no `agentNumber`')
    if (agentNumber === undefined && phone === undefined) lacks('phone', 'is needed where there is no `agentNumber`')
  })
  .meta({ id: 'NewAgent' })
export type NewAgent = z.infer<typeof newAgentSchema>

/** The agent of a case, masked. */
export const caseAgentSchema = z
  .strictObject({
    name: z.string(),
    phone: z.string(),
    kind: agentKindSchema,
    unit: z.string().nullable(),
    messagesTo: messageTargetSchema,
    consentVersion: z.string(),
    since: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable().describe('When the applicant ended the access of the agent'),
  })
  .meta({ id: 'CaseAgent' })
export type CaseAgent = z.infer<typeof caseAgentSchema>
