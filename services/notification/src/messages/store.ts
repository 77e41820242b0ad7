import type { StaffActor } from '@jiekun/schema'
import { messages } from '@jiekun/schema/tables/notification'
import { applications, caseAgents } from '@jiekun/schema/tables/registration'
import { queries, withinReach } from '@jiekun/worker'
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'

/** Whom to tell of a case, and in which language. */
export interface Addressee {
  language: string
  /** Null where nobody applied for the applicant, or may follow no longer. */
  messagesTo: string | null
}

/** Whom to tell of each application. Queue batches stay below the 100 parameters of D1. */
export async function loadAddressees(d1: D1Database, caseNumbers: string[]): Promise<Map<string, Addressee>> {
  const rows = await queries(d1)
    .select({ id: applications.id, language: applications.language, messagesTo: caseAgents.messagesTo })
    .from(applications)
    .leftJoin(caseAgents, and(eq(caseAgents.applicationId, applications.id), isNull(caseAgents.endedAt)))
    .where(inArray(applications.id, [...new Set(caseNumbers)]))
  return new Map(rows.map(({ id, ...addressee }) => [id, addressee]))
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
