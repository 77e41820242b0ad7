import { caseMeasures } from '@jiekun/schema/tables/registration'
import { queries, type ServiceContext } from '@jiekun/worker'
import { and, eq } from 'drizzle-orm'

/** The measure of a case that a referral is for. */
export async function findMeasure(ctx: ServiceContext, caseNumber: string, referralId: string) {
  const [row] = await queries(ctx.db)
    .select({ state: caseMeasures.state, version: caseMeasures.version })
    .from(caseMeasures)
    .where(and(eq(caseMeasures.referralId, referralId), eq(caseMeasures.applicationId, caseNumber)))
  return row
}
