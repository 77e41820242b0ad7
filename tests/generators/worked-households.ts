import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Household, householdSchema } from '@jiekun/schema'
import * as z from 'zod'
import { root } from '../../infra/local/workers.ts'

/** The file of households that are worked out by hand; it lies beside the repository. */
export const workedFile = join(root, '../shared/policy/households.json')

const worked = z
  .object({ households: z.array(z.looseObject({ id: z.string(), expected: z.looseObject({}) })) })
  .parse(JSON.parse(readFileSync(workedFile, 'utf8'))).households

/** Their ids, in the order of the file. */
export const workedIds = worked.map(({ id }) => id)

/** All of them. */
export const workedHouseholds = (): { id: string; household: Household }[] =>
  workedIds.map((id) => ({ id, household: workedHousehold(id).household }))

/** A worked household, and what the tables say of it. */
export function workedHousehold(id: string): { household: Household; expected: Record<string, unknown> } {
  const {
    id: _,
    title: _title,
    expected,
    ...household
  } = z.looseObject({ expected: z.looseObject({}) }).parse(worked.find((each) => each.id === id))
  return { household: householdSchema.parse(household), expected }
}
