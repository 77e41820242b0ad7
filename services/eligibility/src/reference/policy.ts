import { departments, type PolicyTable, policyName, policyVersion, renderedRules, rolesOfClause } from '@jiekun/policy'

/** How each table is read. */
const readings: Record<PolicyTable, 'first' | 'every'> = {
  category: 'first',
  archive: 'first',
  group: 'every',
  measure: 'every',
}
const tables: readonly PolicyTable[] = ['category', 'archive', 'group', 'measure']

/** The versions of the policy at hand, each with its tables and the clauses of their rules. One so far. */
export const policies = () => ({
  current: policyVersion,
  versions: [
    {
      policyVersion,
      name: policyName,
      tables: tables.map((table) => ({
        table,
        reads: readings[table],
        rules: renderedRules()
          .filter((rule) => rule.table === table)
          .map(({ rule, clause }) => ({ rule, clause })),
      })),
    },
  ],
})

/** The departments that the policy names, in order of code, with the clauses they lead and those they cooperate under. */
export const listedDepartments = () =>
  Object.entries(departments)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, name]) => ({
      code,
      name,
      leads: clausesOf(({ lead }) => lead === code),
      cooperates: clausesOf(({ cooperating }) => cooperating.some((each) => each === code)),
    }))

const clausesOf = (holds: (roles: (typeof rolesOfClause)[string]) => boolean): string[] =>
  Object.entries(rolesOfClause)
    .filter(([, roles]) => holds(roles))
    .map(([clause]) => clause)
