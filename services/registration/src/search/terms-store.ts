import type { SearchTerms } from './terms.ts'

/** The application that terms belong to. */
export interface Searchable {
  id: string
  submittedAt: number
  countyCode: string
}

/** The statement that stores the terms of an application, however many. */
export function termsStatement(d1: D1Database, application: Searchable, terms: SearchTerms): D1PreparedStatement {
  const rows = Object.entries<readonly string[]>({ ...terms }).flatMap(([kind, each]) =>
    each.map((term) => [kind, term]),
  )
  return d1
    .prepare(
      `INSERT INTO search_terms (application_id, kind, term, at, area)
       SELECT ?2, value->>0, value->>1, ?3, ?4 FROM json_each(?1)`,
    )
    .bind(JSON.stringify(rows), application.id, application.submittedAt, application.countyCode)
}

/** The statements that put these terms in the place of those stored of the same kinds, after a correction. */
export const replaceTermsStatements = (
  d1: D1Database,
  application: Searchable,
  terms: SearchTerms,
): D1PreparedStatement[] => [
  d1
    .prepare('DELETE FROM search_terms WHERE application_id = ?2 AND kind IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(Object.keys(terms)), application.id),
  termsStatement(d1, application, terms),
]
