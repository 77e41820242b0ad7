import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fieldErrors, householdSchema, type Problem } from '@jiekun/schema'
import * as z from 'zod'
import { determine } from '../determine.ts'

/** `assess FILE`: determines the households of a file by the policy alone and prints the results as a JSON array. */

const fileSchema = z.object({ households: z.array(z.json()) })
/** What a household may carry beside its facts; the rest of its top level is not the policy's business. */
const inputSchema = z.object({
  asOf: z.unknown(),
  countyCode: z.unknown(),
  dibaoLineMonthFen: z.unknown().optional(),
  facts: z.unknown(),
  members: z.unknown(),
})
const idSchema = z.object({ id: z.union([z.string(), z.number()]) })

const invalid = (errors: Problem['errors'], detail?: string): Problem => ({
  type: 'https://jiekun.example/problems/invalid-household',
  title: 'The household is not valid',
  status: 422,
  ...(detail === undefined ? {} : { detail }),
  ...(errors === undefined ? {} : { errors }),
})

function assess(input: unknown) {
  const id = idSchema.safeParse(input).data?.id ?? null
  const picked = inputSchema.safeParse(input)
  const parsed = householdSchema.safeParse(picked.success ? picked.data : input)
  if (!parsed.success) return { id, error: invalid(fieldErrors(parsed.error)) }
  const result = determine(parsed.data)
  if (!result.ok)
    return {
      id,
      error: invalid(
        undefined,
        `No dibao standard is known for ${result.refusal.countyCode} on ${result.refusal.asOf}`,
      ),
    }
  const { archiveDecision, unionCategory, taskGroups, aid } = result.value
  return { id, archiveDecision, unionCategory, taskGroups, aid }
}

async function readHouseholds(path: string): Promise<unknown[] | string> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return `cannot read ${path}`
  }
  try {
    const file = fileSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')))
    return file.success ? file.data.households : `${path} must hold { "households": [...] }`
  } catch {
    return `${path} is not JSON`
  }
}

const [path, ...rest] = process.argv.slice(2)
const households =
  path === undefined || rest.length > 0 ? 'usage: npm run --silent assess -- FILE' : await readHouseholds(path)
if (typeof households === 'string') {
  console.error(`assess: ${households}`)
  process.exitCode = 2
} else {
  const results = households.map(assess)
  await pipeline(Readable.from([`${JSON.stringify(results, null, 2)}\n`]), process.stdout, { end: false })
  if (results.some((result) => 'error' in result)) process.exitCode = 1
}
