import { determinations } from '@jiekun/schema/tables/eligibility'
import { messages } from '@jiekun/schema/tables/notification'
import {
  cooperationTasks,
  disclosures,
  offices,
  plans,
  referralEscalations,
  referrals,
  referralTransitions,
} from '@jiekun/schema/tables/referral'
import {
  applications,
  applicationTransitions,
  caseAgents,
  caseMeasures,
  caseRequests,
  corrections,
  documents,
  householdFiles,
  timeline,
} from '@jiekun/schema/tables/registration'
import { audit } from '@jiekun/schema/tables/shared'
import { queries } from '@jiekun/worker'
import { asc, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { caseAgentsQuery } from '../agents/store.ts'
import { accessesQuery, disclosuresQuery } from './store.ts'

/** Which cases: one, or all of one person. */
export type HeldOf = { caseNumber: string } | { personIndex: string }

/** Every row that any service holds on cases, in one round trip. */
export async function loadHeldRows(d1: D1Database, of: HeldOf) {
  const db = queries(d1)
  const asked = 'caseNumber' in of ? eq(applications.id, of.caseNumber) : eq(applications.personIndex, of.personIndex)
  const caseIds = db.select({ id: applications.id }).from(applications).where(asked)
  const ofCases = (column: SQLiteColumn) => inArray(column, caseIds)
  const fileNumbers = db.select({ fileNumber: applications.fileNumber }).from(applications).where(asked)
  const referralIds = db.select({ id: referrals.id }).from(referrals).where(ofCases(referrals.planId))
  const [
    applied,
    transitions,
    determined,
    steps,
    measures,
    planned,
    referred,
    referralSteps,
    escalated,
    cooperating,
    told,
    disclosed,
    opened,
    requested,
    corrected,
    given,
    agents,
    files,
  ] = await db.batch([
    db.select().from(applications).where(asked).orderBy(asc(applications.submittedAt), asc(applications.id)),
    db
      .select()
      .from(applicationTransitions)
      .where(ofCases(applicationTransitions.applicationId))
      .orderBy(asc(applicationTransitions.sequence)),
    db
      .select()
      .from(determinations)
      .where(ofCases(determinations.applicationId))
      .orderBy(asc(determinations.applicationVersion)),
    db.select().from(timeline).where(ofCases(timeline.applicationId)).orderBy(asc(timeline.at), asc(timeline.id)),
    db
      .select({ ...getTableColumns(caseMeasures), officeName: offices.name })
      .from(caseMeasures)
      .leftJoin(offices, eq(offices.id, caseMeasures.officeId))
      .where(ofCases(caseMeasures.applicationId))
      .orderBy(asc(caseMeasures.measure)),
    db.select().from(plans).where(ofCases(plans.id)),
    db.select().from(referrals).where(ofCases(referrals.planId)).orderBy(asc(referrals.id)),
    db
      .select()
      .from(referralTransitions)
      .where(inArray(referralTransitions.referralId, referralIds))
      .orderBy(asc(referralTransitions.sequence)),
    db
      .select()
      .from(referralEscalations)
      .where(ofCases(referralEscalations.planId))
      .orderBy(asc(referralEscalations.sequence)),
    db.select().from(cooperationTasks).where(ofCases(cooperationTasks.planId)).orderBy(asc(cooperationTasks.id)),
    db.select().from(messages).where(ofCases(messages.applicationId)).orderBy(asc(messages.id)),
    disclosuresQuery(d1, ofCases(disclosures.caseNumber)),
    accessesQuery(d1, ofCases(audit.subject)),
    db.select().from(caseRequests).where(ofCases(caseRequests.applicationId)).orderBy(asc(caseRequests.id)),
    db.select().from(corrections).where(ofCases(corrections.applicationId)).orderBy(asc(corrections.sequence)),
    db.select().from(documents).where(ofCases(documents.caseNumber)).orderBy(asc(documents.createdAt)),
    caseAgentsQuery(d1, ofCases(caseAgents.applicationId)),
    db.select().from(householdFiles).where(inArray(householdFiles.fileNumber, fileNumbers)),
  ])
  return {
    applied,
    transitions,
    determined,
    steps,
    measures,
    planned,
    referred,
    referralSteps,
    escalated,
    cooperating,
    told,
    disclosed,
    opened,
    requested,
    corrected,
    given,
    agents,
    files,
  }
}
export type HeldRows = Awaited<ReturnType<typeof loadHeldRows>>
