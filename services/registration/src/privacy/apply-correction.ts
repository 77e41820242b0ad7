import { type ApplicantIdentity, type Facts, factsSchema, identityFields, type Member } from '@jiekun/schema'
import type { Correction } from '@jiekun/schema/api'

/** What is held on a person in an application, and can be put right. */
export interface Held {
  identity: ApplicantIdentity
  facts: Facts
  members: Member[]
}

export interface Corrected {
  held: Held
  /** Codes of what has changed: `identity.phone`, `facts.rentMonthFen`, `members`. */
  fields: string[]
  /** The values before by those codes; null where there was none. */
  before: Record<string, unknown>
}

const factNames = factsSchema.keyof().options
const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b)

/** Puts a correction into what is held. What it names and is the same already has not changed. */
export function applyCorrection(held: Held, correction: Correction): Corrected {
  const { bankAccount = held.identity.bankAccount, ...named } = correction.identity ?? {}
  const now: Held = {
    identity: { ...held.identity, ...named, bankAccount: bankAccount ?? undefined },
    facts: { ...held.facts, ...correction.facts },
    members: correction.members ?? held.members,
  }
  const compared: [code: string, before: unknown, after: unknown][] = [
    ...identityFields.map((name) => [`identity.${name}`, held.identity[name], now.identity[name]] as const),
    ...factNames.map((name) => [`facts.${name}`, held.facts[name], now.facts[name]] as const),
    ['members', held.members, now.members] as const,
  ].map(([code, before, after]) => [code, before, after])
  const changed = compared.filter(([, before, after]) => differ(before, after))
  return {
    held: now,
    fields: changed.map(([code]) => code),
    before: Object.fromEntries(changed.map(([code, before]) => [code, before ?? null])),
  }
}

/** Whether the policy has to look at the household again. */
export const concernsPolicy = (fields: readonly string[]): boolean =>
  fields.some((code) => code === 'members' || code.startsWith('facts.'))
