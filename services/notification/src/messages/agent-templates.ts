import type { Language } from '@jiekun/schema'
import { filledMessage, type MessageFacts, type Template } from './templates.ts'

/**
 * A message to the agent 代办人, in the language of the application. It says what has happened and where to look, and no
 * more: it carries nobody's data, and which help a household gets is told to the applicant alone.
 */
export const renderAgentMessage = (
  template: Template,
  language: Language,
  { caseNumber, missing }: Pick<MessageFacts, 'caseNumber' | 'missing'>,
): string => filledMessage(`agent.${template}`, language, { caseNumber, missing })
