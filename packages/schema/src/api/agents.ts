import * as z from 'zod'
import { agentLookupSchema, messageTargetSchema } from '../agent.ts'
import { applicationStateSchema, statusLookupSchema } from '../application.ts'
import { operation } from './operation.ts'

/** A case as the list of its agent shows it. */
export const helpedCaseSchema = z
  .strictObject({
    caseNumber: z.string(),
    applicantName: z.string().describe('Masked'),
    countyCode: z.string(),
    state: applicationStateSchema,
    dueOn: z.iso.date().nullable().describe('By when, or from when on, its next step is due'),
    planCompleted: z.boolean(),
  })
  .meta({ id: 'HelpedCase' })
export type HelpedCase = z.infer<typeof helpedCaseSchema>

const common = { service: 'registration', tag: 'Applications', access: 'public', method: 'post' } as const

export const agentOperations = {
  listHelpedCases: operation({
    ...common,
    id: 'listHelpedCases',
    path: '/helping',
    summary: 'List the cases that an agent brought in for others, with the number and code of the agent',
    description:
      'Only those whose applicants still let the agent follow, the latest first, a hundred at most. Each look is told to the applicants. An unknown number and a wrong code are not told apart.',
    body: agentLookupSchema,
    status: 200,
    answer: z.strictObject({ items: z.array(helpedCaseSchema) }),
    problems: ['case-not-found', 'too-many-attempts'],
    example: { body: { agentNumber: '{agentNumber}', agentCode: '{agentCode}' } },
  }),
  redirectMessages: operation({
    ...common,
    id: 'redirectMessages',
    path: '/status/agent/messages',
    summary: 'Say who gets the messages of a case that an agent brought in',
    description: 'By the applicant, with the case number and its access code.',
    body: z.strictObject({ ...statusLookupSchema.shape, messagesTo: messageTargetSchema }),
    status: 200,
    answer: z.strictObject({ messagesTo: messageTargetSchema }),
    problems: ['case-not-found', 'too-many-attempts', 'wrong-state'],
    example: {
      body: { caseNumber: '{helpedCaseNumber}', accessCode: '{helpedAccessCode}', messagesTo: 'both' },
    },
  }),
  endAgent: operation({
    ...common,
    id: 'endAgent',
    path: '/status/agent/end',
    summary: 'End the access of the agent who brought a case in; the answer holds a new access code',
    description:
      'By the applicant, with the case number and its access code. From then on the agent reads nothing, does nothing and gets no message, and the access code before, which the agent may know, opens nothing.',
    body: statusLookupSchema,
    status: 200,
    answer: z.strictObject({ accessCode: z.string() }),
    problems: ['case-not-found', 'too-many-attempts', 'wrong-state'],
    example: { body: { caseNumber: '{helpedCaseNumber}', accessCode: '{helpedAccessCode}' } },
  }),
}
