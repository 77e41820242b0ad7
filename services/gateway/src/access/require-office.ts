import { areaWithin } from '@jiekun/schema'
import { offices } from '@jiekun/schema/tables/referral'
import { ProblemError, queries, type ServiceContext } from '@jiekun/worker'
import { eq } from 'drizzle-orm'

/** Ends the request with 422 where a clerk's office does not exist or lies outside of the clerk's area. */
export async function requireOffice(
  ctx: ServiceContext,
  { area, officeId }: { area: string; officeId?: string | null | undefined },
): Promise<void> {
  if (officeId === undefined || officeId === null) return
  const [office] = await queries(ctx.db)
    .select({ areaCode: offices.areaCode })
    .from(offices)
    .where(eq(offices.id, officeId))
  if (office && areaWithin(area, office.areaCode)) return
  throw new ProblemError('invalid-input', undefined, {
    errors: [{ path: 'officeId', message: 'must be an office of the area' }],
  })
}
