import { listedMeasures } from '@jiekun/policy'
import * as z from 'zod'
import { type RuleBook, ruleBook, toRule } from '../routing/rules.ts'
import type { rulesBy } from '../routing/store.ts'
import type { OfficeRow } from './store.ts'

const codesSchema = z.array(z.string())

/** Codes of the measures that each department leads, in order of code. */
export type Leads = ReadonlyMap<string, readonly string[]>

/** What each department leads by the rules of a day. */
export function leadsOf(book: RuleBook): Leads {
  const leads = new Map<string, string[]>()
  for (const { code, clause } of listedMeasures()) {
    const lead = book.find(code, clause)?.lead
    if (lead !== undefined) leads.set(lead, [...(leads.get(lead) ?? []), code])
  }
  return leads
}

/** The same from stored rules. */
export const leadsOn = (rules: Awaited<ReturnType<typeof rulesBy>>, day: string): Leads =>
  leadsOf(ruleBook(rules.map(toRule), day))

/** The departments that lead a measure: one, or none. */
export const leadersOf = (measure: string, leads: Leads): string[] =>
  [...leads].filter(([, codes]) => codes.includes(measure)).map(([department]) => department)

/** The list of services 部门服务清单 of an office: its own where it has one, else whatever its department leads. */
export const servedBy = (
  { measures, department }: Pick<OfficeRow, 'measures' | 'department'>,
  leads: Leads,
): string[] => (measures === null ? [...(leads.get(department) ?? [])] : codesOf(measures))

/** Codes of measures as a column holds them. */
export const codesOf = (stored: string): string[] => codesSchema.parse(JSON.parse(stored))
