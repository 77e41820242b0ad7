import type { DocumentKind } from '@jiekun/schema'

/** For how long a paper that was given once is taken again, before it is asked for anew. */
export interface Validity {
  kind: DocumentKind
  /** Months since it was given; null where its age does not matter. */
  months: number | null
  /** ISO date from which on it is in force. */
  from: string
  source: string
  verified: boolean
}

const source =
  '内政发〔2018〕47号 names no age of papers; months follow how often the facts behind them change, to be set by the union'

/** Latest first. A changed one is a new entry with the day from which it holds. */
export const validities: readonly Validity[] = [
  { kind: 'resident_id', months: null, from: '2026-01-01', source, verified: false },
  { kind: 'household_register', months: 36, from: '2026-01-01', source, verified: false },
  { kind: 'income_proof', months: 6, from: '2026-01-01', source, verified: false },
  { kind: 'bills', months: 12, from: '2026-01-01', source, verified: false },
  { kind: 'enrolment', months: 12, from: '2026-01-01', source, verified: false },
  { kind: 'lease', months: 12, from: '2026-01-01', source, verified: false },
  { kind: 'other', months: 12, from: '2026-01-01', source, verified: false },
]

/**
 * The ISO date until which a paper that was given on a day is taken again; null where its age does not matter. `today`
 * decides which rule is in force. A day that its month does not have is that month's last.
 */
export function validUntil(kind: string, givenOn: string, today: string): string | null {
  const rule = validities.find((each) => each.kind === kind && each.from <= today)
  if (!rule || rule.months === null) return null
  const [year = 0, month = 1, day = 1] = givenOn.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + rule.months + 1, 0))
  const until = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate())))
  return until.toISOString().slice(0, 10)
}
