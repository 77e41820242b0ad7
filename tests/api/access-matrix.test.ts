import { type Place, reaches } from '@jiekun/schema'
import { apiBase, namesIn, type Operation, operations, readsCase, sampleValues } from '@jiekun/schema/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import type { Answer } from '../system/house.ts'
import { allRows } from '../system/rows.ts'
import { allAtOnce } from './all-at-once.ts'
import { everyCaller, type NamedCaller } from './callers.ts'
import { expectedGuard, type Guard, type Named } from './expected-guard.ts'
import { openPreparedHouse, type PreparedHouse } from './prepared-house.ts'
import { subjects } from './subjects.ts'

const atOnce = 16
/** Thousands of requests, on a machine that may be busy. */
const patienceMs = 600_000
const contract = Object.values<Operation>(operations)

interface Case {
  operation: Operation
  by: NamedCaller
  guard: Guard
}

let house: PreparedHouse
let cases: Case[]
/** Texts that nobody may read who does not reach what they stand for. */
let secrets: (Named & { text: string })[]

beforeAll(async () => {
  house = await openPreparedHouse()
  const names = Object.keys(sampleValues)
  const [here, elsewhere] = await Promise.all([house.things(names, 'here'), house.things(names, 'elsewhere')])
  if (!here.place || !elsewhere.place) throw new Error('the prepared house has no place')
  const callers = await everyCaller(house, { here: here.place, elsewhere: elsewhere.place })
  const lacking = contract.filter(({ params, example }) => params && !example?.params).map(({ id }) => id)
  if (lacking.length > 0) throw new Error(`these need an example to be asked for: ${lacking.join(', ')}`)
  cases = []
  for (const operation of contract) {
    const named = await namedBy(operation, here.place)
    const seen: Place[] = [here.place, elsewhere.place]
    for (const by of callers) {
      // Until keys end by themselves there is none that has.
      if (by.name.endsWith('expired') && !house.keysCarry.has('expires_at')) continue
      cases.push({ operation, by, guard: expectedGuard(operation, by.caller, { named, seen }) })
    }
  }
  const bound = await Promise.all(
    subjects
      .filter((subject) => !subject.inQuery)
      .map(async ({ names: [name = ''], reached, told = reached }) => ({
        ...(await house.things([name], 'here')),
        reached: told,
      })),
  )
  // Which office is where is no secret.
  const isOpen = (text: string) => text === here.place?.officeId
  secrets = bound.flatMap(({ place, values, reached }) =>
    place
      ? Object.values(values)
          .filter((text) => !isOpen(text))
          .map((text) => ({ text, place: { ...place, helperId: here.place?.helperId }, reached }))
      : [],
  )
  await house.settled()
})
afterAll(() => house.close())

/** Whether somebody may be told of something by an operation: nobody has to reach it for what the public may do. */
const sees = ({ access }: Operation, { caller }: NamedCaller, { place, reached = reaches }: Named): boolean =>
  access === 'public' || (caller.kind === 'staff' && reached(caller.actor, place))

/** What the path of an operation names, where that is bound to a place. */
async function namedBy({ example }: Operation, here: Place): Promise<Named | undefined> {
  const inQuery = new Set(subjects.flatMap((each) => (each.inQuery ? each.names : [])))
  const names = [
    ...namesIn(example?.params ? { params: example.params } : undefined),
    ...namesIn(example?.query ? { query: example.query } : undefined).filter((name) => inQuery.has(name)),
  ]
  const subject = subjects.find((each) => each.names.some((name) => names.includes(name)))
  const { place, values = {} } = subject ? await house.things(names, 'here') : {}
  return (
    place && { place: { ...place, helperId: here.helperId }, ids: Object.values(values), reached: subject?.reached }
  )
}

async function ask({ operation, by }: Case, anew = false): Promise<Answer> {
  const { params = {}, query = {}, body } = await house.fill(operation, 'here', anew)
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams(query)
  return house.send(operation.method.toUpperCase(), `${apiBase}${path}${search.size > 0 ? `?${search}` : ''}`, {
    ...(by.authorization === undefined ? {} : { as: by.authorization }),
    ...(body === undefined ? {} : { json: body }),
    headers: operation.updates ? { 'if-match': '*' } : {},
  })
}

const statusOf = { 'sign-in-needed': 401, 'not-allowed': 403, 'not-found': 404, 'nothing-shown': 200 } as const
const emptySchema = z.looseObject({
  items: z.array(z.unknown()).max(0),
  // A feed that can be followed on always says from where.
  next: z.string().nullable(),
  total: z.looseObject({ count: z.literal(0) }).optional(),
})
const typeSchema = z.looseObject({ type: z.string() })

/** What is wrong with the answer to a case; nothing where it is as the table says. */
function objection({ guard, operation, by }: Case, answer: Answer): string | undefined {
  const told = JSON.stringify(operation.example ?? {})
  const shown = secrets.find(
    ({ text, ...secret }) => answer.text.includes(text) && !told.includes(text) && !sees(operation, by, secret),
  )
  if (shown) return `tells ${shown.text}`
  if (guard === 'let-in') {
    return [401, 403, 404, 429].includes(answer.status) || answer.status >= 500 ? `${answer.status}` : undefined
  }
  if (answer.status !== statusOf[guard]) return `${answer.status}`
  if (guard === 'nothing-shown') return emptySchema.safeParse(answer.json).success ? undefined : 'shows something'
  return typeSchema.safeParse(answer.json).data?.type.endsWith(`/${guard}`) ? undefined : 'another problem'
}

const nameOf = ({ operation, by, guard }: Case): string => `${operation.id} by ${by.name}, to be ${guard}`

/** Traces that reading leaves, and being refused: who asked for what, and when a key was last used. */
const traceTables = new Set(['sign_ins', 'sign_in_attempts', 'audit_links', 'audit_anchors'])
const auditRow = z.looseObject({ action: z.string() })
const readings = new Set(contract.filter(readsCase).map(({ id }) => id))
const isTrace = (row: unknown): boolean => readings.has(auditRow.safeParse(row).data?.action ?? '')
const rowSchema = z.looseObject({})

/** Every row that a refused call must leave as it is. */
async function untouchedRows(): Promise<unknown> {
  const rows = await allRows(house.db)
  return Object.fromEntries(
    Object.entries(rows)
      .filter(([table]) => !traceTables.has(table))
      .map(([table, all]) => [
        table,
        all.filter((row) => !isTrace(row)).map((row) => ({ ...rowSchema.parse(row), last_used_at: null })),
      ]),
  )
}

it(
  'whoever the table does not let in is refused, told nothing, and has changed nothing',
  async () => {
    const refused = cases.filter(({ guard }) => guard !== 'let-in')
    const before = await untouchedRows()
    const answers = await allAtOnce(refused, atOnce, (each) => ask(each))
    const wrong = refused.flatMap((each, index) => {
      const answer = answers[index]
      const said = answer && objection(each, answer)
      return said === undefined ? [] : [`${nameOf(each)}: ${said}`]
    })
    expect(wrong).toEqual([])
    expect(await untouchedRows()).toEqual(before)
    console.log(`access matrix: ${refused.length} refused`, countBy(refused))
  },
  patienceMs,
)

it(
  'whoever the table lets in is not refused',
  async () => {
    const letIn = cases.filter(({ guard }) => guard === 'let-in')
    // Readings first: what is changed looks otherwise afterwards.
    const ordered = letIn.toSorted(
      (a, b) => Number(a.operation.method !== 'get') - Number(b.operation.method !== 'get'),
    )
    const wrong = await allAtOnce(ordered, atOnce, async (each) => {
      const said = objection(each, await ask(each))
      if (said === undefined) return []
      // Somebody before may have taken it away, and those after them tried what opens nothing any more.
      const again =
        (said === '404' || said === '429') && each.operation.method !== 'get'
          ? objection(each, await ask(each, true))
          : said
      return again === undefined ? [] : [`${nameOf(each)}: ${again}`]
    })
    expect(wrong.flat()).toEqual([])
    console.log(`access matrix: ${letIn.length} let in`)
  },
  patienceMs,
)

function countBy(counted: readonly Case[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { guard } of counted) counts[guard] = (counts[guard] ?? 0) + 1
  return counts
}

it('the matrix holds every operation with every role, let in and refused', () => {
  expect(new Set(cases.map(({ operation }) => operation.id)).size).toBe(contract.length)
  const roles = new Set(cases.map(({ by }) => by.name.split(' ')[0]))
  expect(roles.size).toBe(2 + 8)
  expect(new Set(cases.map(({ guard }) => guard)).size).toBe(5)
})
