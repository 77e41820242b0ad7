/** What a form says of whoever fills it in for somebody else 代办人. */
import { type AgentKind, consentVersion } from '@jiekun/schema'
import type { ServiceContext } from '@jiekun/worker'
import { agentCodeOf, loadAgent, normaliseAgentNumber, openAgent } from '../agents/agent-code.ts'
import type { Answers, PageAnswers } from './answers.ts'
import { agentSection, type Section } from './sections.ts'

/**
 * Kept beside the answers: the number whose code was right. The code itself is not kept, as whoever goes on with the form
 * may be somebody else, for whom it would open the agent's other cases. No form sends a field of this name.
 */
const provenField = 'agentProven'

/** Whether somebody fills the form in for the applicant. */
export function isHelped({ pages }: Answers): boolean {
  const who = pages.agent?.applyingFor?.[0] ?? 'self'
  return who !== 'self' && who !== ''
}

const provenNumber = ({ pages }: Answers): string | undefined => {
  const [number = '', proven = ''] = [pages.agent?.agentNumber?.[0], pages.agent?.[provenField]?.[0]]
  return proven !== '' && normaliseAgentNumber(number) === proven ? proven : undefined
}

/** The section as it is asked: of a number whose code was right the code is not asked again. */
export function agentFieldsOf(answers: Answers): Section {
  if (provenNumber(answers) === undefined) return agentSection
  const fields = agentSection.fields.map((field) => (field.name === 'agentCode' ? { ...field, optional: true } : field))
  return { ...agentSection, fields }
}

/** The page as it is to be kept; undefined where number and code open no agent. Ends the request with 429 after many wrong ones. */
export async function keepAgent(
  ctx: ServiceContext,
  before: Answers,
  page: PageAnswers,
): Promise<PageAnswers | undefined> {
  const isKnown = isHelped({ pages: { agent: page }, members: [] }) && page.knownAgent?.[0] === 'yes'
  if (!isKnown) return page
  const [agentNumber = '', agentCode = ''] = [page.agentNumber?.[0], page.agentCode?.[0]]
  const kept = { ...page, agentCode: [] }
  const proven = provenNumber({ pages: { agent: { ...before.pages.agent, agentNumber: [agentNumber] } }, members: [] })
  if (agentCode === '' && proven !== undefined) return { ...kept, [provenField]: [proven] }
  const opened = await openAgent(ctx, { agentNumber, agentCode })
  return opened.ok ? { ...kept, [provenField]: [opened.value.id] } : undefined
}

/** The first answers of a form for somebody else; with the agent's number and code, where they come from their own page. */
export async function beginHelped(ctx: ServiceContext, kind: AgentKind, form: URLSearchParams): Promise<Answers> {
  const typed = (name: string): string => form.get(name)?.slice(0, 40) ?? ''
  const applyingFor = { applyingFor: [kind] }
  const begun = (agent: PageAnswers): Answers => ({ pages: { agent }, members: [] })
  if (typed('agentNumber') === '') return begun(applyingFor)
  const opened = await openAgent(ctx, { agentNumber: typed('agentNumber'), agentCode: typed('agentCode') })
  if (!opened.ok) return begun(applyingFor)
  const { id } = opened.value
  return begun({ ...applyingFor, knownAgent: ['yes'], agentNumber: [id], [provenField]: [id] })
}

/** The code of the agent whom a form knows by number, derived again; undefined where it knows none. */
export async function knownAgentCode(ctx: ServiceContext, answers: Answers): Promise<string | undefined> {
  const id = answers.pages.agent?.knownAgent?.[0] === 'yes' ? provenNumber(answers) : undefined
  const agent = id === undefined ? undefined : await loadAgent(ctx, id)
  return agent && agentCodeOf(ctx, agent)
}

/** The agent as the API takes one. */
export function agentOf(page: PageAnswers, agentCode: string | undefined) {
  const text = (name: string): string => page[name]?.[0] ?? ''
  return {
    kind: text('applyingFor'),
    ...(text('applyingFor') === 'officer' ? { unit: text('agentUnit') } : {}),
    ...(text('knownAgent') === 'yes'
      ? { agentNumber: text('agentNumber'), ...(agentCode === undefined ? {} : { agentCode }) }
      : { name: text('agentName'), phone: text('agentPhone') }),
    messagesTo: text('messagesTo'),
    // Only where it was ticked: without it the application is not whole.
    ...(text('agentAgreed') === 'true' ? { consent: { version: consentVersion } } : {}),
  }
}
