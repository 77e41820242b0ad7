import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import * as z from 'zod'

const command = fileURLToPath(new URL('./assess.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'jiekun-assess-'))
afterAll(() => rmSync(folder, { recursive: true }))

const workedFile = fileURLToPath(new URL('../../../../../shared/policy/households.json', import.meta.url))
const worked = z
  .object({ households: z.array(z.looseObject({ id: z.string() })) })
  .parse(JSON.parse(readFileSync(workedFile, 'utf8')))

function assess(path: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, path], { encoding: 'utf8', maxBuffer: 1e9 })
  return { status, stdout, stderr }
}
function assessText(text: string) {
  const path = join(folder, 'households.json')
  writeFileSync(path, text)
  return assess(path)
}

describe('assess', () => {
  it('prints the twelve worked households as they are expected, and nothing else', () => {
    const { status, stdout } = assess(workedFile)
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual(
      worked.households.map(({ id, expected }) => ({ id, ...z.looseObject({}).parse(expected) })),
    )
  })

  it('puts problem details in the place of an invalid household, goes on with the rest, and ends with 1', () => {
    const [first, second, third] = worked.households
    const broken = { ...second, facts: { ...z.looseObject({}).parse(second?.facts), rentMonthFen: -1 } }
    const { status, stdout } = assessText(JSON.stringify({ households: [first, broken, 7, third] }))
    const results = z.array(z.looseObject({ id: z.string().nullable() })).parse(JSON.parse(stdout))
    expect(status).toBe(1)
    expect(results.map(({ id }) => id)).toEqual(['H01', 'H02', null, 'H03'])
    expect(results[1]).toMatchObject({ error: { status: 422, errors: [{ path: 'facts.rentMonthFen' }] } })
    expect(results[3]).toMatchObject({ archiveDecision: 'eligible' })
  })

  it('writes thousands of households to a pipe whole', () => {
    const households = Array.from({ length: 3000 }, (_, index) => ({
      ...worked.households[index % 12],
      id: `X${index}`,
    }))
    const { status, stdout } = assessText(JSON.stringify({ households }))
    expect(status).toBe(0)
    expect(z.array(z.unknown()).parse(JSON.parse(stdout))).toHaveLength(3000)
  })

  it.each([
    ['no such file', () => assess(join(folder, 'none.json'))],
    ['a file that is not JSON', () => assessText('{')],
    ['a file of another shape', () => assessText('[]')],
  ])('says in one line what is wrong with %s and ends with 2', (_, run) => {
    const { status, stdout, stderr } = run()
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 })
  })
})
