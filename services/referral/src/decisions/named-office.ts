import { areaChain } from '@jiekun/schema'
import { ProblemError, type ServiceContext } from '@jiekun/worker'
import { codesOf } from '../offices/served-measures.ts'
import { type RuleBook, ruleBook, toRule } from '../routing/rules.ts'
import type { ReferralRow, StepSet } from '../states/move-referral.ts'
import { findOpenOffice } from './store.ts'

/** The union leads the whole of it, and answers for what nobody else does. */
const unionCode = 'ZGH'

type NamedOffice = NonNullable<Awaited<ReturnType<typeof findOpenOffice>>['office']>

/**
 * The office that the union has named for a referral; ends the request with 422 where it cannot have it. It must be open,
 * stand over the county, and serve the measure: by its own list, else by the part of its department in the clause.
 */
export async function namedOffice(
  ctx: ServiceContext,
  row: ReferralRow,
  officeId: string,
): Promise<StepSet & { officeId: string }> {
  const { office, rules, day } = await findOpenOffice(ctx, officeId)
  if (!office || office.id === row.officeId || !areaChain(row.countyCode).includes(office.areaCode))
    throw refused('must be another open office of the county or a level above it')
  if (!mayServe(office, row, ruleBook(rules.map(toRule), day)))
    throw refused('does not serve this measure: neither its list nor the part of its department names it')
  // Somebody chose it: that is no default any more, whatever the routing was before.
  return { officeId: office.id, isDefault: false, routedBecause: JSON.stringify(['named:union']) }
}

function mayServe({ measures, department }: NamedOffice, { measure, clause }: ReferralRow, book: RuleBook): boolean {
  if (measures !== null) return codesOf(measures).includes(measure)
  const rule = book.find(measure, clause)
  return [unionCode, rule?.lead, ...(rule?.cooperating ?? [])].includes(department)
}

const refused = (message: string): ProblemError =>
  new ProblemError('invalid-input', undefined, { errors: [{ path: 'officeId', message }] })
