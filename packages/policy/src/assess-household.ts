import type { Determination } from '@jiekun/schema'
import { fieldErrors, householdSchema, type Problem } from '@jiekun/schema'
import * as z from 'zod'
import { determine } from './determine.ts'
import type { ParameterOverrides } from './parameters.ts'

/** What the policy says of a household in the exchange format, or what is wrong with it; `id` is the household's own. */
export type AssessedHousehold =
  | { id: string | number | null; ok: true; determination: Determination }
  | { id: string | number | null; ok: false; problem: Problem }

/** What a household may carry beside its facts; the rest of its top level is not the policy's business. */
const inputSchema = z.object({
  asOf: z.unknown(),
  countyCode: z.unknown(),
  dibaoLineMonthFen: z.unknown().optional(),
  facts: z.unknown(),
  members: z.unknown(),
})
const idSchema = z.object({ id: z.union([z.string(), z.number()]) })

/**
 * Of whatever claims to be a household, its id and what the policy reads, and nothing else: the rest may be anything, and
 * is not to be kept. Null where it is no object.
 */
export function policyFields(input: unknown): Record<string, unknown> | null {
  const given = z.record(z.string(), z.unknown()).safeParse(input)
  if (!given.success) return null
  const { id } = idSchema.safeParse(input).data ?? {}
  const read = Object.keys(inputSchema.shape).filter((name) => name in given.data)
  return {
    ...(id === undefined ? {} : { id }),
    ...Object.fromEntries(read.map((name) => [name, given.data[name]])),
  }
}

const invalid = (more: Pick<Problem, 'errors' | 'detail'>): Problem => ({
  type: 'https://jiekun.example/problems/invalid-household',
  title: 'The household is not valid',
  status: 422,
  ...more,
})

/**
 * Determines whatever claims to be a household. `asOf` (ISO date) and `overrides` (figures in place of those in force)
 * ask what would be.
 */
export function assessHousehold(
  input: unknown,
  options: { explain?: boolean; asOf?: string | undefined; overrides?: ParameterOverrides | undefined } = {},
): AssessedHousehold {
  const id = idSchema.safeParse(input).data?.id ?? null
  const picked = inputSchema.safeParse(input)
  const household = picked.success && options.asOf !== undefined ? { ...picked.data, asOf: options.asOf } : picked.data
  const parsed = householdSchema.safeParse(household ?? input)
  if (!parsed.success) return { id, ok: false, problem: invalid({ errors: fieldErrors(parsed.error) }) }
  const result = determine(parsed.data, { explain: options.explain ?? false, overrides: options.overrides })
  if (result.ok) return { id, ok: true, determination: result.value }
  const { countyCode, asOf } = result.refusal
  return { id, ok: false, problem: invalid({ detail: `No dibao standard is known for ${countyCode} on ${asOf}` }) }
}
