import type { DisclosedField, StaffActor } from '@jiekun/schema'
import { disclosures, offices } from '@jiekun/schema/tables/referral'
import { newId, queries, type ServiceContext, withinReach } from '@jiekun/worker'
import { and, asc, eq, getTableColumns, gt } from 'drizzle-orm'

/** Something of a case that has gone to an office. */
export interface NewDisclosure {
  /** By what it left: one row is kept for each, however often it is recorded. */
  sourceId: string
  caseNumber: string
  countyCode: string
  officeId: string
  clause: string
  measures: readonly string[]
  fields: readonly DisclosedField[]
}

/**
 * The statement that records disclosures, one however many there are; for the batch of whatever discloses. The ground is
 * the consent to share with departments at the version that the person gave, else the statutory duty.
 */
export function disclosureStatements(ctx: ServiceContext, made: readonly NewDisclosure[]): D1PreparedStatement[] {
  if (made.length === 0) return []
  const rows = made.map((each) => ({ id: newId(each.countyCode), ...each }))
  const given = `FROM applications, json_each(applications.consents) AS consent
    WHERE applications.id = made.value->>'caseNumber' AND consent.value->>'purpose' = 'department_sharing'`
  const own = `consent.value->>'department' = (SELECT department FROM offices WHERE id = made.value->>'officeId')`
  // As `sharingConsent` has it.
  const consent = `(SELECT consent.value->>'version' ${given} AND consent.value->>'department' IS NULL
      AND consent.value->>'withdrawnAt' IS NULL
      AND (SELECT consent.value->>'withdrawnAt' ${given} AND ${own} ORDER BY consent.key DESC LIMIT 1) IS NULL)`
  return [
    ctx.db
      .prepare(
        `INSERT INTO disclosures (id, case_number, county_code, office_id, at, source_id, clause, measures, fields,
           consent_version, basis)
         SELECT value->>'id', value->>'caseNumber', value->>'countyCode', value->>'officeId', ?2, value->>'sourceId',
           value->>'clause', value->>'measures', value->>'fields', version, iif(version IS NULL, 'statutory_duty', 'consent')
         FROM (SELECT made.value, ${consent} AS version FROM json_each(?1) AS made) WHERE true
         ON CONFLICT (source_id) DO NOTHING`,
      )
      .bind(JSON.stringify(rows), ctx.now.getTime()),
  ]
}

/** A page of the disclosures of a case within reach, oldest first. */
export const listDisclosures = (
  ctx: ServiceContext,
  actor: StaffActor,
  page: { caseNumber: string; after?: string | undefined; limit: number },
) =>
  queries(ctx.db)
    .select({ ...getTableColumns(disclosures), officeName: offices.name })
    .from(disclosures)
    .leftJoin(offices, eq(offices.id, disclosures.officeId))
    .where(
      and(
        eq(disclosures.caseNumber, page.caseNumber),
        page.after === undefined ? undefined : gt(disclosures.id, page.after),
        withinReach(actor, {
          county: disclosures.countyCode,
          caseNumber: disclosures.caseNumber,
          office: disclosures.officeId,
        }),
      ),
    )
    .orderBy(asc(disclosures.id))
    .limit(page.limit)
