import { catalogue, type Department, rolesOfClause } from './catalogue.ts'

/** Who answers for a measure raised under a clause. */
export interface Responsible {
  lead: Department
  cooperating: readonly Department[]
  /** The text names no lead here: the routing is ours and says so. */
  isDefault: boolean
}

/** Departments that are told of a household for what it is owed, but for the union, which has its file. */
export const toldDepartments = ['MZT', 'RST', 'ZJT', 'JYT'] as const satisfies readonly Department[]

/** Measures that are referred at once 先行救助: temporary relief and disaster relief. */
export const emergencyMeasures: readonly string[] = ['M603', 'M604']

/** Measures that opening a file brings with it (五.(一)). */
export const fileMeasures: readonly string[] = ['M901', 'M902', 'M903']

/** Lead and cooperating departments of a measure; M604, M801 and 三 have no lead in the text and go to a default. */
export function responsibleFor(clause: string, measure: string): Responsible {
  if (measure === 'M604') return { lead: 'MZT', cooperating: [], isDefault: true }
  if (measure === 'M801' || clause === '三') return { lead: 'ZGH', cooperating: [], isDefault: true }
  const roles = rolesOfClause[clause]
  if (!roles) throw new Error(`no department is named for ${clause}`)
  return { ...roles, isDefault: false }
}

/** The Chinese name of a measure, or its code where the catalogue does not have it. */
export const measureName = (code: string): string => catalogue[code]?.name ?? code
