import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'
import { databaseFile } from '../../../infra/local/database-file.ts'
import { amountFen } from './offices.ts'

/** A rule of referrals that the database must bear out: the query finds whatever breaks it. */
export interface ReferralCheck {
  kind: 'lost' | 'doubled' | 'stale'
  finds: string
  sql: string
  /** Does to a sound database what the rule forbids: the proof that the query finds it. */
  plant: string
}

export interface ReferralVerdict {
  violations: { kind: ReferralCheck['kind']; finds: string; count: number }[]
  referrals: number
  /** Referrals by their state, and those of them that rose to somebody. */
  states: Record<string, number>
  escalated: number
  /** Deliveries by how they ended. */
  deliveries: Record<string, number>
  attempts: number
  /** Deliveries to a consumer beyond the first of each event. */
  redeliveries: number
}

const helped = `state IN ('delivered', 'closed')`
const aDelivered = `(SELECT id FROM referrals WHERE ${helped} LIMIT 1)`
const anEscalated = `(SELECT referral_id FROM referral_escalations WHERE kind = 'escalation' AND referral_id IN
  (SELECT id FROM referrals WHERE NOT ${helped} AND state <> 'cancelled') LIMIT 1)`

export const referralChecks: readonly ReferralCheck[] = [
  {
    kind: 'lost',
    finds: 'measures due and never referred',
    sql: `SELECT a.id FROM applications a JOIN determinations d ON d.id = a.determination_id,
        json_each(d.determination, '$.measures') m
      WHERE NOT EXISTS (SELECT 1 FROM referrals r WHERE r.plan_id = a.id AND r.measure = m.value->>'code')`,
    plant: `DELETE FROM referrals WHERE id = ${aDelivered}`,
  },
  {
    kind: 'lost',
    finds: 'referrals neither delivered nor escalated',
    sql: `SELECT id FROM referrals r WHERE NOT ${helped} AND state <> 'cancelled'
      AND NOT EXISTS (SELECT 1 FROM referral_escalations e WHERE e.referral_id = r.id AND e.kind = 'escalation'
        AND e.state = r.state AND e.version = r.version)`,
    plant: `DELETE FROM referral_escalations WHERE referral_id = ${anEscalated}`,
  },
  {
    kind: 'lost',
    finds: 'escalations that name nobody else who must act',
    // An office's own referral must rise to another office, whose area lies above; a union's to the unions above it.
    sql: `SELECT referral_id FROM referral_escalations e WHERE kind = 'escalation'
      AND (NOT EXISTS (SELECT 1 FROM offices o WHERE o.area_code = e.to_area)
        OR e.to_area NOT IN (substr(e.county_code, 1, 4) || '00', substr(e.county_code, 1, 2) || '0000')
        OR e.to_office_id = e.office_id
        OR (e.state IN ('created', 'sent', 'received', 'accepted', 'in_progress') AND e.to_office_id IS NULL)
        OR (e.to_office_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM offices o WHERE o.id = e.to_office_id AND o.area_code = e.to_area)))`,
    plant: `UPDATE referral_escalations SET to_office_id = 'nobody' WHERE referral_id = ${anEscalated} AND kind = 'escalation'`,
  },
  {
    kind: 'lost',
    finds: 'open referrals that nobody has to act on, or that nobody will look at again',
    sql: `SELECT id FROM referrals WHERE state NOT IN ('closed', 'cancelled') AND (duty IS NULL OR attend_on IS NULL OR due_on IS NULL)`,
    plant: `UPDATE referrals SET attend_on = NULL WHERE id = ${anEscalated}`,
  },
  {
    kind: 'lost',
    finds: 'escalations to an office that the news never reached',
    sql: `SELECT e.referral_id FROM referral_escalations e WHERE e.kind = 'escalation' AND e.to_office_id IS NOT NULL
      GROUP BY e.referral_id, e.to_office_id HAVING count(*) <> (SELECT count(*) FROM deliveries d, json_each(d.referral_ids) i
        WHERE d.plan_id = min(e.plan_id) AND d.office_id = e.to_office_id AND d.type = 'referral.escalated'
          AND d.state IN ('delivered', 'inbox') AND i.value = e.referral_id)`,
    plant: `UPDATE deliveries SET state = 'held' WHERE id = (SELECT id FROM deliveries WHERE type = 'referral.escalated' LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'referrals that no webhook or inbox was to bring',
    sql: `SELECT id FROM referrals r WHERE NOT EXISTS (SELECT 1 FROM deliveries d, json_each(d.referral_ids) i
      WHERE d.plan_id = r.plan_id AND d.type = 'referral.created' AND i.value = r.id AND d.office_id = r.office_id)`,
    plant: `DELETE FROM deliveries WHERE id = (SELECT id FROM deliveries WHERE type = 'referral.created' LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'webhooks that are still pending',
    sql: `SELECT id FROM deliveries WHERE state = 'pending'`,
    plant: `UPDATE deliveries SET state = 'pending' WHERE id = (SELECT id FROM deliveries LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'webhooks given up before their time, or held though their endpoint was not stopped',
    sql: `SELECT d.id FROM deliveries d JOIN offices o ON o.id = d.office_id
      WHERE (d.state = 'failed' AND d.tries < 10) OR (d.state = 'held' AND o.disabled_at IS NULL)`,
    plant: `UPDATE deliveries SET state = 'failed', tries = 3 WHERE id = (SELECT id FROM deliveries WHERE state = 'delivered' LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'referrals that an office was never told of and that rose to nobody but it',
    // Held and given up webhooks excuse nothing: somebody else must know of what they were to bring.
    sql: `SELECT r.id FROM referrals r JOIN deliveries d ON d.plan_id = r.plan_id AND d.office_id = r.office_id
        JOIN json_each(d.referral_ids) i ON i.value = r.id
      WHERE d.type = 'referral.created' AND d.state IN ('held', 'failed') AND r.state NOT IN ('delivered', 'closed', 'cancelled')
        AND NOT EXISTS (SELECT 1 FROM referral_escalations e JOIN offices o ON o.id = e.to_office_id
          WHERE e.referral_id = r.id AND e.kind = 'escalation' AND e.version = r.version
            AND o.id <> r.office_id AND o.disabled_at IS NULL)`,
    plant: `UPDATE referral_escalations SET to_office_id = office_id WHERE office_id IN
      (SELECT office_id FROM deliveries WHERE type = 'referral.created' AND state IN ('held', 'failed'))`,
  },
  {
    kind: 'lost',
    finds:
      'endpoints that were stopped without an alert in the feed of their area, the history of the office and the audit',
    sql: `SELECT id FROM offices o WHERE disabled_at IS NOT NULL AND NOT (
      1 = (SELECT count(*) FROM event_log l WHERE l.type = 'endpoint.disabled' AND l.area = o.area_code
        AND l.event->>'$.data.officeId' = o.id AND l.event->>'$.data.because' = o.disabled_because)
      AND 1 = (SELECT count(*) FROM office_changes c WHERE c.office_id = o.id AND c.change = 'endpoint-disabled')
      AND 1 = (SELECT count(*) FROM audit WHERE action = 'office.endpoint-disabled' AND subject = o.id))`,
    plant: `DELETE FROM event_log WHERE type = 'endpoint.disabled'`,
  },
  {
    kind: 'lost',
    finds: 'endpoints that are gone (410) and were not stopped',
    sql: `SELECT id FROM offices WHERE disabled_at IS NULL AND id IN
      (SELECT office_id FROM deliveries WHERE id IN (SELECT delivery_id FROM delivery_attempts WHERE status = 410))`,
    plant: `UPDATE offices SET disabled_at = NULL WHERE disabled_at IS NOT NULL`,
  },
  {
    kind: 'lost',
    finds: 'webhooks that count as taken without an attempt that says so',
    sql: `SELECT id FROM deliveries d WHERE state = 'delivered' AND NOT EXISTS
      (SELECT 1 FROM delivery_attempts a WHERE a.delivery_id = d.id AND a.status BETWEEN 200 AND 299)`,
    plant: `DELETE FROM delivery_attempts WHERE delivery_id = (SELECT id FROM deliveries WHERE state = 'delivered' LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'plans whose measures are all there and that are not complete',
    sql: `SELECT id FROM plans p WHERE completed_at IS NULL AND NOT EXISTS
      (SELECT 1 FROM referrals WHERE plan_id = p.id AND state NOT IN ('delivered', 'closed', 'cancelled'))`,
    plant: `UPDATE referrals SET state = 'closed' WHERE plan_id = (SELECT plan_id FROM referrals WHERE id = ${anEscalated})`,
  },
  {
    kind: 'lost',
    finds: 'steps of a referral missing in the timeline of its case',
    sql: `SELECT t.referral_id FROM referral_transitions t JOIN referrals r ON r.id = t.referral_id
      WHERE t.state <> 'created' AND NOT EXISTS (SELECT 1 FROM timeline l WHERE l.application_id = r.plan_id
        AND l.type = 'referral.' || t.state AND l.data->>'referralId' = t.referral_id)`,
    plant: `DELETE FROM timeline WHERE id = (SELECT id FROM timeline WHERE type = 'referral.accepted' LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'escalations that the timeline of their case tells of less or more often than there were',
    sql: `SELECT referral_id FROM referral_escalations e WHERE kind = 'escalation' GROUP BY referral_id
      HAVING count(*) <> (SELECT count(*) FROM timeline l WHERE l.application_id = min(e.plan_id)
        AND l.type = 'referral.escalated' AND l.data->>'referralId' = e.referral_id)`,
    plant: `DELETE FROM timeline WHERE id = (SELECT id FROM timeline WHERE type = 'referral.escalated' LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'events that a consumer never took effect of',
    sql: `SELECT event_id FROM outbox WHERE settled_at IS NULL`,
    plant: `UPDATE outbox SET settled_at = NULL WHERE event_id = (SELECT event_id FROM outbox LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'steps and escalations that no event tells of',
    sql: `SELECT referral_id FROM referral_transitions t WHERE state <> 'created' AND NOT EXISTS (SELECT 1 FROM event_log l
        WHERE l.type = 'referral.changed' AND l.event->>'$.data.referralId' = t.referral_id AND l.event->>'$.data.version' = t.sequence)
      UNION ALL SELECT referral_id FROM referral_escalations e WHERE NOT EXISTS (SELECT 1 FROM event_log l
        WHERE l.type = 'referral.escalated' AND l.event->>'$.data.referralId' = e.referral_id AND l.event->>'$.data.sequence' = e.sequence)`,
    plant: `DELETE FROM event_log WHERE sequence = (SELECT max(sequence) FROM event_log WHERE type = 'referral.changed')`,
  },
  {
    kind: 'lost',
    finds: 'answers of offices missing in the audit, or there more often than they had an effect',
    sql: `SELECT referral_id FROM referral_transitions t WHERE actor GLOB 'office:*' AND 1 <> (SELECT count(*) FROM audit
      WHERE subject = t.referral_id AND audit.actor = t.actor
        AND action = 'referral.' || CASE t.state WHEN 'in_progress' THEN 'started' ELSE t.state END)`,
    plant: `DELETE FROM audit WHERE id = (SELECT id FROM audit WHERE action = 'referral.accepted' LIMIT 1)`,
  },
  {
    kind: 'lost',
    finds: 'dead letters',
    sql: `SELECT id FROM dead_letters`,
    plant: `INSERT INTO dead_letters (id, service, consumer, body, at) VALUES ('planted', 'referral', 'referral', '{}', 0)`,
  },
  {
    kind: 'doubled',
    finds: 'measures referred more than once',
    sql: `SELECT plan_id FROM referrals GROUP BY plan_id, measure HAVING count(*) > 1`,
    plant: `DROP INDEX referrals_one_per_measure; UPDATE referrals SET measure = 'M101' WHERE measure = 'M102'`,
  },
  {
    kind: 'doubled',
    finds: 'steps taken more than once',
    sql: `SELECT referral_id FROM referral_transitions GROUP BY referral_id, state HAVING count(*) > 1`,
    plant: `UPDATE referral_transitions SET state = 'delivered' WHERE state = 'accepted'`,
  },
  {
    kind: 'doubled',
    finds: 'notices of one thing in more than one webhook',
    sql: `SELECT office_id FROM deliveries WHERE type IN ('referral.created', 'referral.informed')
        GROUP BY office_id, type, plan_id, clause, referral_ids HAVING count(*) > 1
      UNION ALL SELECT d.plan_id FROM deliveries d, json_each(d.referral_ids) i WHERE d.type = 'referral.created'
        GROUP BY i.value HAVING count(*) > 1
      UNION ALL SELECT d.plan_id FROM deliveries d, json_each(d.referral_ids) i WHERE d.type = 'referral.due'
        GROUP BY i.value HAVING count(*) > (SELECT count(*) FROM referral_escalations e WHERE e.referral_id = i.value AND e.kind = 'warning')`,
    plant: `INSERT INTO deliveries (id, plan_id, county_code, office_id, type, clause, referral_ids, state, attempts, created_at)
      SELECT 'planted', plan_id, county_code, office_id, type, clause, referral_ids, state, attempts, created_at
      FROM deliveries WHERE type = 'referral.created' LIMIT 1`,
  },
  {
    kind: 'doubled',
    finds: 'webhooks that count as taken more than once',
    sql: `SELECT delivery_id FROM delivery_attempts WHERE status BETWEEN 200 AND 299 GROUP BY delivery_id HAVING count(*) > 1`,
    plant: `INSERT INTO delivery_attempts (delivery_id, attempt, at, status, latency_ms)
      SELECT delivery_id, attempt + 100, at, status, latency_ms FROM delivery_attempts WHERE status = 204 LIMIT 1`,
  },
  {
    kind: 'doubled',
    finds: 'steps told more than once, in a timeline or in the feed',
    sql: `SELECT application_id FROM timeline WHERE type <> 'referral.escalated'
        GROUP BY application_id, type, data HAVING count(*) > 1
      UNION ALL SELECT area FROM event_log WHERE type = 'referral.changed'
        GROUP BY event->>'$.data.referralId', event->>'$.data.version' HAVING count(*) > 1`,
    plant: `INSERT INTO timeline (id, application_id, at, type, data)
      SELECT 'planted', application_id, at, type, data FROM timeline WHERE type = 'referral.accepted' LIMIT 1`,
  },
  {
    kind: 'doubled',
    finds: 'escalations of one referral on one day, or warnings of one version',
    sql: `SELECT referral_id FROM referral_escalations WHERE kind = 'escalation'
        GROUP BY referral_id, version, (at + 28800000) / 86400000 HAVING count(*) > 1
      UNION ALL SELECT referral_id FROM referral_escalations WHERE kind = 'warning' GROUP BY referral_id, version HAVING count(*) > 1`,
    plant: `INSERT INTO referral_escalations (referral_id, sequence, plan_id, county_code, kind, at, state, version, due_on, office_id, to_office_id, to_area)
      SELECT referral_id, sequence + 1000, plan_id, county_code, kind, at, state, version, due_on, office_id, to_office_id, to_area
      FROM referral_escalations WHERE kind = 'escalation' LIMIT 1`,
  },
  {
    kind: 'doubled',
    finds: 'help of which the amount is not what the office said once',
    sql: `SELECT id FROM referrals WHERE (${helped} AND amount_fen IS NOT ${amountFen}) OR (NOT ${helped} AND amount_fen IS NOT NULL)`,
    plant: `UPDATE referrals SET amount_fen = 2 * amount_fen WHERE id = ${aDelivered}`,
  },
  {
    kind: 'doubled',
    finds: 'disclosures of one webhook more than once',
    sql: `SELECT case_number FROM disclosures GROUP BY source_id HAVING count(*) > 1`,
    plant: `CREATE TABLE copied AS SELECT * FROM disclosures; INSERT INTO copied SELECT * FROM disclosures LIMIT 1;
      DROP TABLE disclosures; ALTER TABLE copied RENAME TO disclosures`,
  },
  {
    kind: 'stale',
    finds: 'sequences with a gap',
    sql: `SELECT referral_id FROM referral_transitions GROUP BY referral_id HAVING count(*) <> max(sequence) OR min(sequence) <> 1
      UNION ALL SELECT referral_id FROM referral_escalations GROUP BY referral_id HAVING count(*) <> max(sequence) OR min(sequence) <> 1`,
    plant: `DELETE FROM referral_transitions WHERE sequence = 2`,
  },
  {
    kind: 'stale',
    finds: 'referrals that are not where their last step left them',
    sql: `SELECT id FROM referrals r WHERE NOT EXISTS (SELECT 1 FROM referral_transitions t WHERE t.referral_id = r.id
      AND t.sequence = r.version AND t.state = r.state
      AND t.sequence = (SELECT max(sequence) FROM referral_transitions WHERE referral_id = r.id))`,
    plant: `UPDATE referrals SET version = version + 1 WHERE id = ${anEscalated}`,
  },
  {
    kind: 'stale',
    finds: 'measures that the case shows in an older state',
    sql: `SELECT r.id FROM referrals r LEFT JOIN case_measures m ON m.referral_id = r.id
      WHERE r.version > 1 AND (m.state IS NOT r.state OR m.version IS NOT r.version)`,
    plant: `UPDATE case_measures SET state = 'sent' WHERE referral_id = ${aDelivered}`,
  },
  {
    kind: 'stale',
    finds: 'referrals that count other escalations than are recorded of their state',
    sql: `SELECT id FROM referrals r WHERE escalations <> (SELECT count(*) FROM referral_escalations e
      WHERE e.referral_id = r.id AND e.kind = 'escalation' AND e.version = r.version)
      AND state NOT IN ('closed', 'cancelled')
      AND NOT (state = 'sent' AND EXISTS (SELECT 1 FROM referral_escalations e WHERE e.referral_id = r.id AND e.version < r.version))`,
    plant: `UPDATE referrals SET escalations = escalations + 1 WHERE id = ${anEscalated} OR state = 'returned'`,
  },
]

const countsSchema = z.array(z.object({ name: z.string(), count: z.int() }))
const numberSchema = z.object({ count: z.int() })

/** Reads a database whose house has stopped, and nothing else. */
export function checkReferrals(persistTo: string): ReferralVerdict {
  const db = new DatabaseSync(databaseFile(persistTo), { readOnly: true })
  const number = (sql: string): number => numberSchema.parse(db.prepare(sql).get()).count
  const counts = (sql: string) =>
    Object.fromEntries(countsSchema.parse(db.prepare(sql).all()).map(({ name, count }) => [name, count]))
  try {
    return {
      violations: referralChecks
        .map(({ kind, finds, sql }) => ({ kind, finds, count: db.prepare(sql).all().length }))
        .filter(({ count }) => count > 0),
      referrals: number('SELECT count(*) AS count FROM referrals'),
      states: counts('SELECT state AS name, count(*) AS count FROM referrals GROUP BY state'),
      escalated: number(
        `SELECT count(DISTINCT referral_id) AS count FROM referral_escalations WHERE kind = 'escalation'`,
      ),
      deliveries: counts('SELECT state AS name, count(*) AS count FROM deliveries GROUP BY state'),
      attempts: number('SELECT count(*) AS count FROM delivery_attempts'),
      redeliveries: number('SELECT coalesce(sum(times - 1), 0) AS count FROM fault_deliveries'),
    }
  } finally {
    db.close()
  }
}

/** The rules whose plant their own query does not find, each tried on the database and rolled back. */
export function blindChecks(persistTo: string): string[] {
  const db = new DatabaseSync(databaseFile(persistTo))
  try {
    return referralChecks
      .filter(({ sql, plant }) => {
        const found = (): number => db.prepare(sql).all().length
        db.exec('BEGIN')
        const before = found()
        db.exec(plant)
        const after = found()
        db.exec('ROLLBACK')
        return after <= before
      })
      .map(({ finds }) => finds)
  } finally {
    db.close()
  }
}
