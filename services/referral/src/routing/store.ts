import { areaChain } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import { offices, referrals, routingRules } from '@jiekun/schema/tables/referral'
import { queries, type ServiceContext } from '@jiekun/worker'
import { and, asc, desc, eq, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type Directory, officeDirectory } from './directory.ts'

type Reading = Pick<ServiceContext, 'db'>

/** States in which a referral is work that an office has before it. What was declined waits for the union. */
const loadingStates = ['created', 'sent', 'received', 'accepted', 'in_progress', 'returned']

/** SQL of a determination's county of registration 户籍; null where its household is not kept. */
export const registeredCode = sql<string | null>`${determinations.input} ->> '$.facts.hukouCountyCode'`

/**
 * The query of the offices that may be asked: of the areas around the given ones, and around where the households of
 * determinations are registered. Open referrals are counted of those alone that have a capacity.
 */
export const officesAround = (ctx: Reading, areaCodes: Iterable<string>, determinationsOf?: SQL) => {
  const db = queries(ctx.db)
  const chains = JSON.stringify([...new Set([...areaCodes].flatMap(areaChain))])
  const registered = determinationsOf
    ? sql` union select ${registeredCode} from ${determinations} where ${determinationsOf}
        union select substr(${registeredCode}, 1, 4) || '00' from ${determinations} where ${determinationsOf}`
    : sql``
  return db
    .select({
      id: offices.id,
      department: offices.department,
      areaCode: offices.areaCode,
      measures: offices.measures,
      capacity: offices.capacity,
      closedFrom: offices.closedFrom,
      open: sql<number>`case when ${offices.capacity} is null then 0 else ${db
        .select({ count: sql`count(*)` })
        .from(referrals)
        .where(and(eq(referrals.officeId, offices.id), inArray(referrals.state, loadingStates)))} end`.mapWith(Number),
    })
    .from(offices)
    .where(sql`${offices.areaCode} in (select value from json_each(${chains})${registered})`)
}
type OfficeAround = Awaited<ReturnType<typeof officesAround>>[number]

const measuresSchema = z.array(z.string())

/** The directory of what {@link officesAround} found. */
export const directoryOf = (rows: readonly OfficeAround[]): Directory =>
  officeDirectory(
    rows.map(({ open: _, measures, ...office }) => ({
      ...office,
      measures: measures === null ? null : new Set(measuresSchema.parse(JSON.parse(measures))),
    })),
    new Map(rows.map(({ id, open }) => [id, open])),
  )

/** The query of the rules that hold by a day, withdrawn ones left out. */
export const rulesBy = (ctx: Reading, day: string) =>
  queries(ctx.db)
    .select()
    .from(routingRules)
    .where(and(lte(routingRules.effectiveFrom, day), isNull(routingRules.withdrawnAt)))
    .orderBy(asc(routingRules.effectiveFrom))

/** The query of where the household of a case is registered, as its newest determination has it. */
export const registrationOf = (ctx: Reading, caseNumber: string) =>
  queries(ctx.db)
    .select({ code: registeredCode })
    .from(determinations)
    .where(eq(determinations.applicationId, caseNumber))
    .orderBy(desc(determinations.applicationVersion))
    .limit(1)
