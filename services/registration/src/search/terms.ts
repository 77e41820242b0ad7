import type { Facts } from '@jiekun/schema'
import type { Keyring } from '@jiekun/worker'
import { nameTokens } from './name-tokens.ts'

/** What an application is found by besides its columns, by kind. A kind that is given replaces all that is stored of it. */
export interface SearchTerms {
  /** Digests of the applicant's name. */
  name?: readonly string[]
  /** Codes of the causes of hardship. */
  cause?: readonly string[]
  /** Clauses of the task groups. */
  group?: readonly string[]
}

/** The terms of the household's own causes, the main one and the others. */
export const causeTerms = ({ mainCause, secondaryCauses }: Facts): string[] =>
  [...new Set([mainCause, ...secondaryCauses])].map(String)

/** The terms of an application as it is handed in. */
export const submittedTerms = async (keyring: Keyring, name: string, facts: Facts): Promise<SearchTerms> => ({
  name: await nameTokens(keyring, name),
  cause: causeTerms(facts),
})
