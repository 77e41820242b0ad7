import { type Event, languageSchema, type MessageRecipient, messageTargetSchema } from '@jiekun/schema'
import { dayInChina, type Effect, newId, type ServiceContext } from '@jiekun/worker'
import { renderAgentMessage } from './agent-templates.ts'
import { outboxChannel } from './channel.ts'
import { type Addressee, eraseStatement, loadAddressees } from './store.ts'
import { type MessageFacts, renderMessage, templateOf } from './templates.ts'

/** Tells applicants, or whom they chose, of each step, in their language, and erases what they were told once their case is erased. */
export async function writeMessages(ctx: ServiceContext, events: readonly Event[]): Promise<Map<string, Effect>> {
  const addressees = await loadAddressees(ctx.db, events)
  return new Map(events.map((event) => [event.id, effectOf(ctx, event, addressees.get(event.subject))]))
}

function effectOf(ctx: ServiceContext, event: Event, addressee: Addressee | undefined): Effect {
  if (event.type === 'application.erased') {
    return { statements: [eraseStatement(ctx.db, event.subject)], audit: [] }
  }
  const template = templateOf(event)
  if (template === undefined) return 'nothing'
  const language = languageSchema.parse(addressee?.language)
  const facts = factsOf(event, addressee?.union ?? '')
  const statements = recipientsOf(addressee?.messagesTo ?? 'applicant').flatMap((recipient) =>
    outboxChannel.prepare(ctx.db, {
      id: newId(event.area),
      applicationId: event.subject,
      countyCode: event.area,
      eventId: event.id,
      template,
      language,
      recipient,
      channel: outboxChannel.name,
      body:
        recipient === 'agent'
          ? renderAgentMessage(template, language, facts)
          : renderMessage(template, language, facts),
      state: 'sent',
      at: ctx.now.getTime(),
    }),
  )
  return { statements, audit: [] }
}

/** Whom the applicant chose. */
function recipientsOf(messagesTo: string): readonly MessageRecipient[] {
  const target = messageTargetSchema.parse(messagesTo)
  return target === 'both' ? ['applicant', 'agent'] : [target]
}

const factsOf = (event: Event, union: string): MessageFacts => ({
  caseNumber: event.subject,
  measure: event.type === 'referral.changed' || event.type === 'referral.escalated' ? event.data.measure : '',
  referrals: event.type === 'plan.extended' ? event.data.referrals : 0,
  fileNumber: event.type === 'file.opened' ? event.data.fileNumber : '',
  missing: event.type === 'application.returned' ? event.data.missing : [],
  noticeEndsOn: event.type === 'application.endorsed' ? event.data.noticeEndsOn : '',
  twinnedOn: event.type === 'application.twinned' ? dayInChina(new Date(event.time)) : '',
  union,
})
