import { type ReferralState, referralStateSchema } from '@jiekun/schema'
import { offices, receivedWebhooks, referrals } from '@jiekun/schema/tables/referral'
import { insertRow, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq } from 'drizzle-orm'
import { formerSecretsOf } from '../offices/store.ts'

/** A referral as an answer finds it. */
export interface AnsweredReferral {
  id: string
  caseNumber: string
  countyCode: string
  measure: string
  clause: string
  officeId: string
  state: ReferralState
  version: number
}

export interface AnswerRow {
  state: ReferralState
  amountFen: number | null
  documentNumber: string | null
  reason: string | null
}

const columns = {
  id: referrals.id,
  caseNumber: referrals.planId,
  countyCode: referrals.countyCode,
  measure: referrals.measure,
  clause: referrals.clause,
  officeId: referrals.officeId,
  state: referrals.state,
  version: referrals.version,
}

export async function loadReferral(ctx: ServiceContext, id: string): Promise<AnsweredReferral | undefined> {
  const [row] = await queries(ctx.db).select(columns).from(referrals).where(eq(referrals.id, id))
  return row && { ...row, state: referralStateSchema.parse(row.state) }
}

/** All that a webhook of an office is judged by, in one round trip. */
export async function loadForWebhook(
  ctx: ServiceContext,
  ids: { officeId: string; webhookId: string; referralId: string },
) {
  const db = queries(ctx.db)
  const [[office], former, [received], [referral]] = await db.batch([
    db.select({ secretSealed: offices.secretSealed }).from(offices).where(eq(offices.id, ids.officeId)),
    formerSecretsOf(ctx, ids.officeId),
    db
      .select({ at: receivedWebhooks.at })
      .from(receivedWebhooks)
      .where(and(eq(receivedWebhooks.officeId, ids.officeId), eq(receivedWebhooks.webhookId, ids.webhookId))),
    db
      .select(columns)
      .from(referrals)
      .where(and(eq(referrals.id, ids.referralId), eq(referrals.officeId, ids.officeId))),
  ])
  const sealed = [office?.secretSealed ?? null, ...former.map(({ secretSealed }) => secretSealed)]
  return {
    /** The sealed secrets that are good for the office; undefined where there is no such office. */
    secretsSealed: office && sealed.filter((each) => each !== null),
    replayed: received !== undefined,
    referral: referral && { ...referral, state: referralStateSchema.parse(referral.state) },
  }
}

/** The row that makes a webhook known; a second one fails its batch. */
export const receive = (ctx: ServiceContext, officeId: string, webhookId: string): D1PreparedStatement =>
  insertRow(ctx.db, receivedWebhooks, { officeId, webhookId, at: ctx.now.getTime() })

/** The statements that move a referral; the key of the transition fails the batch of whoever lost a race. */
export function moveReferral(
  ctx: ServiceContext,
  referral: AnsweredReferral,
  answer: AnswerRow,
  actor: string,
): D1PreparedStatement[] {
  const version = referral.version + 1
  return [
    ctx.db
      .prepare(
        'INSERT INTO referral_transitions (referral_id, sequence, state, at, actor, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)',
      )
      .bind(referral.id, version, answer.state, ctx.now.getTime(), actor, answer.reason),
    ctx.db
      .prepare(
        `UPDATE referrals SET state = ?2, version = ?3, amount_fen = coalesce(?4, amount_fen),
           document_number = coalesce(?5, document_number) WHERE id = ?1`,
      )
      .bind(referral.id, answer.state, version, answer.amountFen, answer.documentNumber),
  ]
}
