import { measureName } from '@jiekun/policy'
import { type Event, languageSchema } from '@jiekun/schema'
import { dayInChina, type Effect, newId, type ServiceContext } from '@jiekun/worker'
import { outboxChannel } from './channel.ts'
import { type Addressee, eraseStatement, loadAddressees } from './store.ts'
import { type MessageFacts, renderMessage, templateOf } from './templates.ts'

/** Tells applicants of each step, in their language, and erases what they were told once their case is erased. */
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
  const spoken = languageSchema.parse(addressee?.language)
  const message = {
    id: newId(event.area),
    applicationId: event.subject,
    countyCode: event.area,
    eventId: event.id,
    template,
    language: spoken,
    channel: outboxChannel.name,
    body: renderMessage(template, spoken, factsOf(event, addressee?.union ?? '')),
    state: 'sent',
    at: ctx.now.getTime(),
  }
  return { statements: outboxChannel.prepare(ctx.db, message), audit: [] }
}

const factsOf = (event: Event, union: string): MessageFacts => ({
  caseNumber: event.subject,
  measure:
    event.type === 'referral.changed' || event.type === 'referral.escalated' ? measureName(event.data.measure) : '',
  referrals: event.type === 'plan.extended' ? event.data.referrals : 0,
  fileNumber: event.type === 'file.opened' ? event.data.fileNumber : '',
  missing: event.type === 'application.returned' ? event.data.missing : [],
  noticeEndsOn: event.type === 'application.endorsed' ? event.data.noticeEndsOn : '',
  twinnedOn: event.type === 'application.twinned' ? dayInChina(new Date(event.time)) : '',
  union,
})
