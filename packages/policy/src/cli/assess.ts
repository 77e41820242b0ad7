import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { assessHousehold } from '../assess-household.ts'

/** `assess FILE`: determines the households of a file by the policy alone and prints the results as a JSON array. */

const fileSchema = z.object({ households: z.array(z.json()) })
function assess(input: unknown) {
  const assessed = assessHousehold(input)
  const { id } = assessed
  if (!assessed.ok) return { id, error: assessed.problem }
  const { archiveDecision, unionCategory, taskGroups, aid } = assessed.determination
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
