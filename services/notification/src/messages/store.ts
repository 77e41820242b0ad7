import type { Department } from '@jiekun/policy'
import type { Event, StaffActor } from '@jiekun/schema'
import { messages } from '@jiekun/schema/tables/notification'
import { offices } from '@jiekun/schema/tables/referral'
import { applications, caseAgents } from '@jiekun/schema/tables/registration'
import { queries, withinReach } from '@jiekun/worker'
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'

/** Whom a message is for: their language, and the union that looks after the case, with its telephone. */
export interface Addressee {
  language: string
  union: string
  /** Null where nobody applied for the applicant, or may follow no longer. */
  messagesTo: string | null
}

/** The trade union looks after every case of its county. */
const unionDepartment = 'ZGH' satisfies Department

/** Whom events are told to, by case number. Queue batches stay below the 100 parameters of D1. */
export async function loadAddressees(d1: D1Database, events: readonly Event[]): Promise<Map<string, Addressee>> {
  const rows = await queries(d1)
    .select({
      id: applications.id,
      language: applications.language,
      name: offices.name,
      telephone: offices.telephone,
      messagesTo: caseAgents.messagesTo,
    })
    .from(applications)
    .leftJoin(offices, and(eq(offices.department, unionDepartment), eq(offices.areaCode, applications.countyCode)))
    .leftJoin(caseAgents, and(eq(caseAgents.applicationId, applications.id), isNull(caseAgents.endedAt)))
    .where(inArray(applications.id, [...new Set(events.map(({ subject }) => subject))]))
  return new Map(
    rows.map(({ id, language, name, telephone, messagesTo }) => [
      id,
      { language, messagesTo, union: [name, telephone].filter((part) => part !== null).join(' ') },
    ]),
  )
}

/** The statement that erases the texts of a case's messages; which were sent and when stays. */
export const eraseStatement = (d1: D1Database, caseNumber: string): D1PreparedStatement =>
  d1.prepare("UPDATE messages SET body = '' WHERE application_id = ?1").bind(caseNumber)

/** A page of messages of the actor's area, oldest first. */
export const listMessages = (
  d1: D1Database,
  actor: StaffActor,
  page: { caseNumber?: string | undefined; after?: string | undefined; limit: number },
) =>
  queries(d1)
    .select()
    .from(messages)
    .where(
      and(
        withinReach(actor, { county: messages.countyCode, caseNumber: messages.applicationId }),
        page.caseNumber === undefined ? undefined : eq(messages.applicationId, page.caseNumber),
        page.after === undefined ? undefined : gt(messages.id, page.after),
      ),
    )
    .orderBy(asc(messages.id))
    .limit(page.limit)
