import { policyVersion } from '@jiekun/policy'
import { type Determination, type Event, subscribers } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { applications } from '@jiekun/schema/tables/registration'
import { dayInChina, insertRow, newCaseNumber, newId } from '@jiekun/worker'
import { counties } from './offices.ts'

/** What is owed in every case: measures of the four departments that misbehave, by their clause. */
const owed: Record<string, string[]> = {
  '五.(二).1': ['M101', 'M102', 'M103', 'M104', 'M105'],
  '五.(二).2': ['M201', 'M202', 'M203'],
  '五.(一)': ['M901', 'M902', 'M903'],
  '五.(二).4': ['M401', 'M402', 'M403', 'M404'],
  '五.(二).6': ['M601', 'M603'],
}
export const measuresOfCase = Object.values(owed).flat().length

const determination: Determination = {
  policyVersion,
  archiveDecision: 'eligible',
  unionCategory: 'none',
  taskGroups: [],
  aid: owed,
  measures: Object.entries(owed).flatMap(([clause, codes]) =>
    codes.map((code) => ({ code, clause, sentence: clause, strength: 'shall' as const, memberIds: [], rules: [] })),
  ),
  basis: { memberCount: 1, dibaoLineMonthFen: 0, countedIncomeMonthFen: 0, afterYearFen: 0 },
  parameters: {},
}

/**
 * Stores cases whose files have just been opened, with the event of it in the outbox, as a crash right after the commit
 * leaves it. From there on everything is done by the house.
 */
export async function storeCases(db: D1Database, count: number): Promise<void> {
  const now = Date.now()
  const statements = Array.from({ length: count }, (_, index) => {
    const countyCode = counties[index % counties.length] ?? counties[0]
    const caseNumber = newCaseNumber(countyCode, dayInChina(new Date(now)))
    const determinationId = newId(countyCode)
    const event: Event = {
      specversion: '1.0',
      id: newId(countyCode),
      source: 'registration',
      subject: caseNumber,
      time: new Date(now).toISOString(),
      area: countyCode,
      type: 'file.opened',
      data: { fileNumber: `F${String(index).padStart(6, '0')}`, determinationId },
    }
    return [
      insertRow(db, applications, {
        id: caseNumber,
        countyCode,
        state: 'approved',
        version: 1,
        facts: '{}',
        members: '[]',
        consents: '[]',
        language: 'zh-CN',
        identitySealed: '',
        identityMasked: '{}',
        personIndex: caseNumber,
        phoneIndex: caseNumber,
        accessKeyId: 'k1',
        submittedAt: now,
        determinationId,
      }),
      insertRow(db, determinations, {
        id: determinationId,
        applicationId: caseNumber,
        applicationVersion: 1,
        countyCode,
        asOf: dayInChina(new Date(now)),
        policyVersion,
        determination: JSON.stringify(determination),
        explanation: '[]',
        at: now,
      }),
      ...subscribers['file.opened'].map((consumer) =>
        db
          .prepare(
            `INSERT INTO outbox (event_id, consumer, service, event, created_at, leased_until, attempts)
             VALUES (?1, ?2, 'registration', ?3, ?4, 0, 1)`,
          )
          .bind(event.id, consumer, JSON.stringify(event), now),
      ),
    ]
  })
  await db.batch(statements.flat())
}
