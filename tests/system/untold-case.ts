import { randomUUID } from 'node:crypto'
import { determine, policyVersion } from '@jiekun/policy'
import { type Consumer, type Event, type EventType, eventSchema, type Service, subscribers } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { deliveries, referrals } from '@jiekun/schema/tables/referral'
import { applications } from '@jiekun/schema/tables/registration'
import { insertRow, newCaseNumber, newId } from '@jiekun/worker'
import { workedHousehold } from '../generators/worked-households.ts'

/** A case that is stored, and of which no event has been told: what reaches whom, and when, is up to the test. */
export interface UntoldCase {
  caseNumber: string
  countyCode: string
  determinationId: string
}

/** Stores such a case of a worked household, with a determination of its first version unless said otherwise. */
export async function storeUntold(
  db: D1Database,
  householdId: string,
  { state = 'submitted', version = 1, determined = true } = {},
): Promise<UntoldCase> {
  const { household } = workedHousehold(householdId)
  const { countyCode, asOf } = household
  const outcome = determine(household, { explain: true })
  if (!outcome.ok) throw new Error(`no determination of ${householdId}`)
  const { explanation, ...said } = outcome.value
  const caseNumber = newCaseNumber(countyCode, asOf)
  const determinationId = newId(countyCode)
  const application = insertRow(db, applications, {
    id: caseNumber,
    countyCode,
    state,
    version,
    facts: JSON.stringify(household.facts),
    members: JSON.stringify(household.members),
    consents: '[]',
    language: 'zh-CN',
    identitySealed: '',
    identityMasked: JSON.stringify({ name: '乌**', idNumber: '1502***11', phone: '138***11', address: '幸福小区***' }),
    personIndex: caseNumber,
    phoneIndex: caseNumber,
    accessKeyId: 'k1',
    submittedAt: Date.parse(asOf),
  })
  const determination = insertRow(db, determinations, {
    id: determinationId,
    applicationId: caseNumber,
    applicationVersion: 1,
    countyCode,
    asOf,
    policyVersion,
    determination: JSON.stringify(said),
    explanation: JSON.stringify(explanation),
    at: Date.parse(asOf),
  })
  await db.batch(determined ? [application, determination] : [application])
  return { caseNumber, countyCode, determinationId }
}

/** A new event about a case. */
export const eventOf = (told: UntoldCase, type: EventType, data: object): Event =>
  eventSchema.parse({
    specversion: '1.0',
    id: newId(told.countyCode),
    source: 'test',
    subject: told.caseNumber,
    time: new Date().toISOString(),
    area: told.countyCode,
    type,
    data,
  })

/** One measure of a case and the webhook that is to bring it to its office. */
const referred = { measure: 'M601', clause: '五.(二).6', officeId: '1502-MZT-150203' }

/** Takes their systems from offices: what is sent to them lies in their inboxes, and nothing answers by itself. */
export const silenceOffices = (db: D1Database, pattern: string): Promise<unknown> =>
  db.prepare('UPDATE offices SET endpoint = NULL WHERE id GLOB ?').bind(pattern).run()

/** What a test may set of a referral and its webhook. */
interface StoredDelivery {
  state?: string
  version?: number
  attempts?: number
  officeId?: string
  /** When the cron is to ask for the webhook again; null while a message asks for it. */
  nextAttemptAt?: number | null
}

/** Stores a referral at some state, and a webhook of it that has failed so many times. */
export async function storeDelivery(
  db: D1Database,
  told: UntoldCase,
  {
    state = 'created',
    version = 1,
    attempts = 0,
    officeId = referred.officeId,
    nextAttemptAt = null,
  }: StoredDelivery = {},
) {
  const { caseNumber: planId, countyCode } = told
  const [referralId, deliveryId] = [newId(countyCode), newId(countyCode)]
  const at = Date.now()
  await db.batch([
    insertRow(db, referrals, {
      ...referred,
      id: referralId,
      planId,
      countyCode,
      officeId,
      memberIds: '[]',
      isDefault: false,
      emergency: false,
      state,
      version,
      duty: 'office',
      clockFrom: '2026-11-25',
      clockDays: 3,
      dueOn: '2026-11-30',
      attendOn: '2026-11-27',
      createdAt: at,
    }),
    insertRow(db, deliveries, {
      id: deliveryId,
      planId,
      countyCode,
      officeId,
      type: 'referral.created',
      clause: referred.clause,
      referralIds: JSON.stringify([referralId]),
      state: 'pending',
      attempts,
      nextAttemptAt,
      createdAt: at,
    }),
  ])
  return { referralId, deliveryId, due: eventOf(told, 'delivery.due', { deliveryId }) }
}

/** What referral tells of one measure of a case at one version. */
export const referralChanged = (told: UntoldCase, version: number, state: string, referralId: string = randomUUID()) =>
  eventOf(told, 'referral.changed', { ...referred, referralId, version, state })

/**
 * Leaves events in the outbox of a service, for all who hear them, as a crash before the sending or a queue that lost them
 * does; their lease is over unless said otherwise. One statement however many there are: of hundreds that wait at once
 * the proxy of the test harness can lose one.
 */
export function leaveUnsent(
  db: D1Database,
  service: Service,
  events: Event | readonly Event[],
  { leasedUntil = 0, attempts = 1 }: { leasedUntil?: number; attempts?: number } = {},
  consumers?: readonly Consumer[],
): Promise<unknown> {
  const rows = [events].flat().flatMap((event) =>
    (consumers ?? subscribers[event.type]).map((consumer) => ({
      id: event.id,
      consumer,
      event: JSON.stringify(event),
    })),
  )
  return db
    .prepare(
      `INSERT INTO outbox (event_id, consumer, service, event, created_at, leased_until, attempts)
       SELECT value->>'id', value->>'consumer', ?2, value->>'event', ?3, ?4, ?5 FROM json_each(?1)`,
    )
    .bind(JSON.stringify(rows), service, Date.now(), leasedUntil, attempts)
    .run()
}
