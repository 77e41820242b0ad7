import { type CatalogueEntry, catalogue } from './catalogue.ts'
import { measureTable } from './measure-table.ts'
import { emergencyMeasures, type Responsible, responsibleFor } from './responsible.ts'

/** A measure of the catalogue with who answers for it. */
export interface ListedMeasure extends Responsible, Pick<CatalogueEntry, 'name' | 'strength'> {
  code: string
  /** The clause it is raised under; of a measure that no rule raises, the one its sentence stands in. */
  clause: string
  sentence: string
  emergency: boolean
  /** Ids of the rules that raise it. */
  rules: string[]
}

/** The catalogue, in order of code. */
export const listedMeasures = (): ListedMeasure[] =>
  Object.entries(catalogue)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { name, clause: sentence, strength }]) => {
      const raising = measureTable.filter(({ measures }) => measures.includes(code))
      const clause = raising[0]?.clause ?? sentence.replace(/#.*$/, '')
      return {
        code,
        name,
        clause,
        sentence,
        strength,
        emergency: emergencyMeasures.includes(code),
        ...responsibleFor(clause, code),
        rules: raising.map(({ id }) => id),
      }
    })
