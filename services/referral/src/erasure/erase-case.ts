import type { EventOf } from '@jiekun/schema'
import type { Change, ServiceContext } from '@jiekun/worker'

/**
 * Erases what referrals of a case say of its people: whom each is for, the office's papers and what was written of it.
 * Measures, amounts and days stay, and so do the disclosures: that something was told is not undone by forgetting it.
 */
export const eraseCase = (ctx: ServiceContext, event: EventOf<'application.erased'>): Change => ({
  statements: [
    ctx.db
      .prepare("UPDATE referrals SET member_ids = '[]', document_number = NULL, documents = NULL WHERE plan_id = ?1")
      .bind(event.subject),
    ctx.db.prepare('UPDATE cooperation_tasks SET note = NULL WHERE plan_id = ?1').bind(event.subject),
    ctx.db
      .prepare(`DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE plan_id = ?1)`)
      .bind(event.subject),
    ctx.db
      .prepare(
        `UPDATE referral_transitions SET reason = NULL
         WHERE reason IS NOT NULL AND referral_id IN (SELECT id FROM referrals WHERE plan_id = ?1)`,
      )
      .bind(event.subject),
  ],
  audit: [],
})
