import { DatabaseSync } from 'node:sqlite'
import { leaseMs } from '@jiekun/worker'
import * as z from 'zod'
import { databaseFile } from '../../infra/local/database-file.ts'

/** A rule of the house that the database must bear out: the query finds whatever breaks it. */
interface Check {
  kind: 'lost' | 'doubled' | 'stale' | 'unleased'
  finds: string
  sql: string
}

export interface Violation {
  kind: Check['kind']
  finds: string
  count: number
}

export interface Verdict {
  violations: Violation[]
  applications: number
  referrals: number
  messages: number
  /** Deliveries to a consumer beyond the first of each event. */
  redeliveries: number
  /** Sends of the outbox beyond the first of each message. */
  resends: number
}

/**
 * For each case how many steps there were that an applicant hears of, and how many messages say so. That aid which does not
 * wait for the approval was referred they hear with the first answer of its office.
 */
const heard = `SELECT id FROM (SELECT a.id, (SELECT count(*) FROM messages WHERE application_id = a.id) AS heard,
    1 + (a.state IN ('approved', 'declined')) + (a.endorsed_by IS NOT NULL)
      + (SELECT count(completed_at) FROM plans WHERE plans.id = a.id)
      + coalesce(extended.times, 0)
      + (SELECT count(*) FROM referral_transitions t JOIN referrals r ON r.id = t.referral_id
          WHERE r.plan_id = a.id AND t.state IN ('accepted', 'delivered')) AS steps
  FROM applications a LEFT JOIN (SELECT event->>'subject' AS case_number, count(*) AS times FROM event_log
    WHERE type = 'plan.extended' AND NOT event->>'$.data.emergency' GROUP BY 1) AS extended ON extended.case_number = a.id)`

const checks: readonly Check[] = [
  {
    kind: 'lost',
    finds: 'applications never determined',
    sql: `SELECT id FROM applications WHERE determination_id IS NULL`,
  },
  {
    kind: 'lost',
    finds: 'applications never decided',
    sql: `SELECT id FROM applications WHERE state IN ('submitted', 'under_review', 'public_notice')`,
  },
  {
    kind: 'lost',
    finds: 'applications that no search finds by name or cause',
    sql: `SELECT id FROM applications a WHERE (SELECT count(DISTINCT kind) FROM search_terms
      WHERE application_id = a.id AND kind IN ('name', 'cause')) < 2`,
  },
  {
    kind: 'lost',
    finds: 'approved households without a file or a plan',
    sql: `SELECT a.id FROM applications a LEFT JOIN household_files f ON f.application_id = a.id LEFT JOIN plans p ON p.id = a.id
      WHERE a.state = 'approved' AND (f.file_number IS NULL OR p.file_number IS NULL)`,
  },
  {
    kind: 'lost',
    finds: 'measures due and never referred',
    sql: `SELECT a.id FROM applications a JOIN determinations d ON d.id = a.determination_id,
        json_each(d.determination, '$.measures') m
      WHERE a.state = 'approved'
        AND NOT EXISTS (SELECT 1 FROM referrals r WHERE r.plan_id = a.id AND r.measure = m.value->>'code')`,
  },
  { kind: 'lost', finds: 'referrals never delivered', sql: `SELECT id FROM referrals WHERE state <> 'delivered'` },
  { kind: 'lost', finds: 'webhooks never delivered', sql: `SELECT id FROM deliveries WHERE state <> 'delivered'` },
  {
    kind: 'lost',
    finds: 'plans never completed',
    sql: `SELECT a.id FROM applications a LEFT JOIN plans p ON p.id = a.id
      WHERE a.state = 'approved' AND (p.completed_at IS NULL OR a.plan_completed_at IS NULL)`,
  },
  {
    kind: 'lost',
    finds: 'steps of a referral missing in the timeline of its case',
    sql: `SELECT t.referral_id FROM referral_transitions t JOIN referrals r ON r.id = t.referral_id
      WHERE t.state <> 'created' AND NOT EXISTS (SELECT 1 FROM timeline l WHERE l.application_id = r.plan_id
        AND l.type = 'referral.' || t.state AND l.data->>'referralId' = t.referral_id)`,
  },
  {
    kind: 'lost',
    finds: 'cases that heard of fewer steps than there were',
    sql: `${heard} WHERE heard < steps`,
  },
  {
    kind: 'lost',
    finds: 'events that a consumer never took effect of',
    sql: `SELECT event_id FROM outbox WHERE settled_at IS NULL`,
  },
  {
    kind: 'lost',
    finds: 'events missing in the log that other systems follow',
    sql: `SELECT event_id FROM outbox WHERE event->>'type' <> 'delivery.due'
      AND NOT EXISTS (SELECT 1 FROM event_log l WHERE l.event_id = outbox.event_id AND l.event = outbox.event)`,
  },
  {
    kind: 'lost',
    finds: 'decisions and answers missing in the audit',
    sql: `SELECT application_id FROM application_transitions t WHERE state IN ('submitted', 'approved', 'declined')
        AND NOT EXISTS (SELECT 1 FROM audit WHERE subject = t.application_id AND action = 'application.' || t.state)
      UNION ALL SELECT referral_id FROM referral_transitions t WHERE actor GLOB 'office:*'
        AND NOT EXISTS (SELECT 1 FROM audit WHERE subject = t.referral_id AND audit.actor = t.actor
          AND action = 'referral.' || iif(t.state = 'in_progress', 'started', t.state))`,
  },
  {
    kind: 'lost',
    finds: 'audit rows left out of their chain',
    sql: `SELECT id FROM audit WHERE sequence <= (SELECT max(sequence) FROM audit_links)
      AND NOT EXISTS (SELECT 1 FROM audit_links WHERE audit_id = id)`,
  },
  {
    kind: 'lost',
    finds: 'chains of the audit with a gap',
    sql: `SELECT area FROM audit_links GROUP BY area HAVING count(*) <> max(position)`,
  },
  { kind: 'lost', finds: 'dead letters', sql: `SELECT id FROM dead_letters` },
  {
    kind: 'doubled',
    finds: 'people with more than one application, each of which was sent once',
    sql: `SELECT person_index FROM applications GROUP BY person_index HAVING count(*) > 1`,
  },
  {
    kind: 'doubled',
    finds: 'people with more than one open application that goes forward',
    sql: `SELECT person_index FROM applications WHERE turn = 0
      AND state IN ('submitted', 'under_review', 'returned', 'public_notice') GROUP BY person_index HAVING count(*) > 1`,
  },
  {
    kind: 'doubled',
    finds: 'applications determined more than once',
    sql: `SELECT subject FROM audit WHERE action = 'determination.made' GROUP BY subject HAVING count(*) > 1`,
  },
  {
    kind: 'doubled',
    finds: 'measures referred more than once',
    sql: `SELECT plan_id FROM referrals GROUP BY plan_id, measure HAVING count(*) > 1`,
  },
  {
    kind: 'doubled',
    finds: 'steps taken more than once',
    sql: `SELECT referral_id FROM referral_transitions GROUP BY referral_id, state HAVING count(*) > 1
      UNION ALL SELECT application_id FROM application_transitions GROUP BY application_id, step HAVING count(*) > 1
      UNION ALL SELECT subject FROM audit WHERE action = 'plan.completed' GROUP BY subject HAVING count(*) > 1`,
  },
  {
    kind: 'doubled',
    finds: 'steps told more than once in a timeline',
    sql: `SELECT application_id FROM timeline GROUP BY application_id, type, data HAVING count(*) > 1`,
  },
  { kind: 'doubled', finds: 'cases that heard of more steps than there were', sql: `${heard} WHERE heard > steps` },
  {
    kind: 'stale',
    finds: 'measures that the case shows in an older state',
    sql: `SELECT r.id FROM referrals r LEFT JOIN case_measures m ON m.referral_id = r.id
      WHERE m.state IS NOT r.state OR m.version IS NOT r.version`,
  },
  {
    kind: 'unleased',
    finds: 'messages sent more often than their leases allow',
    sql: `SELECT event_id FROM outbox WHERE settled_at IS NOT NULL AND attempts > 1 + (settled_at - created_at) / ${leaseMs}`,
  },
]

const figuresSchema = z.object({
  applications: z.int(),
  referrals: z.int(),
  messages: z.int(),
  redeliveries: z.int(),
  resends: z.int(),
})

/** Reads a database whose house has stopped, and nothing else. `expected` is how many applications were answered. */
export function checkDatabase(persistTo: string, expected: number): Verdict {
  const db = new DatabaseSync(databaseFile(persistTo), { readOnly: true })
  try {
    const figures = figuresSchema.parse(
      db
        .prepare(
          `SELECT (SELECT count(*) FROM applications) AS applications, (SELECT count(*) FROM referrals) AS referrals,
             (SELECT count(*) FROM messages) AS messages,
             (SELECT coalesce(sum(times - 1), 0) FROM fault_deliveries) AS redeliveries,
             (SELECT coalesce(sum(attempts - 1), 0) FROM outbox) AS resends`,
        )
        .get(),
    )
    const violations = checks
      .map(({ kind, finds, sql }) => ({ kind, finds, count: db.prepare(sql).all().length }))
      .filter(({ count }) => count > 0)
    const missing = expected - figures.applications
    if (missing > 0) violations.unshift({ kind: 'lost', finds: 'applications answered and not stored', count: missing })
    return { violations, ...figures }
  } finally {
    db.close()
  }
}

/** Whether something of that kind is there, while the house may still be running: only what no later step could mend. */
export function finds(persistTo: string, kind: 'doubled' | 'unleased'): boolean {
  const db = new DatabaseSync(databaseFile(persistTo), { readOnly: true })
  try {
    return checks.some((check) => check.kind === kind && db.prepare(check.sql).get() !== undefined)
  } finally {
    db.close()
  }
}
