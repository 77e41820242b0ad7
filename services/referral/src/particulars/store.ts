import { cooperationTasks, offices, referrals } from '@jiekun/schema/tables/referral'
import { applications } from '@jiekun/schema/tables/registration'
import { queries, type ServiceContext } from '@jiekun/worker'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { credentialsOf, receivedBefore, toCredentials } from '../answers/store.ts'
import { inList } from '../in-list.ts'
import { formerSecretsOf } from '../offices/store.ts'

/** All that a request for a token is judged by, in one round trip. */
export async function loadForToken(
  ctx: ServiceContext,
  ids: { officeId: string; webhookId: string; referralIds: readonly string[] },
) {
  const db = queries(ctx.db)
  const [[office], former, [received], rows] = await db.batch([
    credentialsOf(ctx, ids.officeId),
    formerSecretsOf(ctx, ids.officeId),
    receivedBefore(ctx, ids.officeId, ids.webhookId),
    db
      .select({ id: referrals.id })
      .from(referrals)
      .where(and(inList(referrals.id, ids.referralIds), eq(referrals.officeId, ids.officeId))),
  ])
  return {
    credentials: toCredentials(office, former),
    areaCode: office?.areaCode ?? '',
    isRepeated: received !== undefined,
    /** Those of the referrals that the office has. */
    own: new Set(rows.map(({ id }) => id)),
  }
}

/** A referral with the application behind it, and whether an office has an open task of it, in one round trip. */
export async function findForParticulars(ctx: ServiceContext, referralId: string, officeId: string) {
  const { identitySealed, identityMasked, facts, members, consents, guardianConsents, erasedAt, submittedAt } =
    getTableColumns(applications)
  const [row] = await queries(ctx.db)
    .select({
      referral: getTableColumns(referrals),
      application: {
        identitySealed,
        identityMasked,
        facts,
        members,
        consents,
        guardianConsents,
        erasedAt,
        submittedAt,
      },
      department: offices.department,
      cooperates: sql<number>`EXISTS (SELECT 1 FROM ${cooperationTasks}, json_each(${cooperationTasks.referralIds}) AS helped
        WHERE ${cooperationTasks.planId} = ${referrals.planId} AND ${cooperationTasks.officeId} = ${officeId}
          AND ${cooperationTasks.state} = 'open' AND helped.value = ${referrals.id})`,
    })
    .from(referrals)
    .innerJoin(applications, eq(applications.id, referrals.planId))
    .innerJoin(offices, eq(offices.id, referrals.officeId))
    .where(eq(referrals.id, referralId))
  return row
}
export type ForParticulars = NonNullable<Awaited<ReturnType<typeof findForParticulars>>>
