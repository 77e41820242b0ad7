import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { absolute } from '../../infra/local/workers.ts'
import { officeWithoutSystem } from '../../infra/seed/offices.ts'
import { type House, openHouse } from './house.ts'
import { applyFor, storeReferral } from './inbox-cases.ts'
import { silenceOffices } from './untold-case.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
})
afterAll(() => house.close())

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
const run = promisify(execFile)
const node = absolute('node_modules/node/bin/node')
const script = (name: string): string => readFileSync(absolute(`packages/department-kit/examples/${name}.sh`), 'utf8')

describe('the journey in the README of the kit', () => {
  it('goes from an endpoint to particulars as it is written, with the addresses and keys of this house', async () => {
    const referralId = await storeReferral(house, { planId: await applyFor(house), officeId: officeWithoutSystem })
    const [port, admin, reviewer] = [
      await freePort(),
      await house.key('administrator', '150000'),
      await house.key('county_reviewer', '150000'),
    ]
    const keys = [admin, reviewer].map((each) => each.replace('Bearer ', ''))
    const folder = mkdtempSync(join(tmpdir(), 'journey-'))
    const written = [
      'connect',
      'start',
      'test-endpoint',
      'answer',
      'particulars',
      'ed25519',
      // The system that runs is told of no other key, so the house is not believed any more once it signs with one.
      'test-endpoint',
    ].map((name) => `echo '## ${name}'\n${script(name)}`)
    const journey = written
      .join('\n')
      .replace('HOUSE=http://localhost:8787', `HOUSE=${house.url}`)
      .replace('PORT=3000', `PORT=${port}`)
      .replace(/jk_…/g, () => keys.shift() ?? '')
      .replace(' node packages', ` ${node} ${absolute('packages')}`)
      .replace(
        "echo '## test-endpoint'",
        `trap 'kill $!' EXIT\nuntil curl -s -o /dev/null http://127.0.0.1:${port}/; do sleep 0.1; done\n$&`,
      )
    const { stdout, stderr } = await run('bash', ['-eu', '-o', 'pipefail', '-c', journey], {
      cwd: folder,
      timeout: 60_000,
    })
    const said = new Map(
      stdout
        .split('## ')
        .slice(1)
        .toReversed()
        .map((part): [string, string] => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
    )
    expect(stderr).toBe('')
    expect(said.get('connect')).toMatch(/"url":"http:\/\/127.0.0.1:\d+\/jiekun"[\s\S]*\nwhsec_\S{44}\n$/)
    expect(stdout).toContain('endpoint.test 收到')
    expect(JSON.parse(/^\{.*$/m.exec(said.get('test-endpoint') ?? '')?.[0] ?? '')).toMatchObject({
      status: 204,
      error: null,
    })
    expect(said.get('answer')).toContain('"result":"recorded","state":"accepted"')
    expect(said.get('particulars')).toContain('"applicant"')
    expect(said.get('ed25519')).toContain('"result":"recorded","state":"in_progress"')
    const { body } = await (await house.client('county_reviewer')).readReferral({ params: { id: referralId } })
    expect(body.transitions.map(({ state, actor }) => [state, actor])).toEqual([
      ['sent', 'system:referral'],
      ['accepted', `office:${officeWithoutSystem}`],
      ['in_progress', `office:${officeWithoutSystem}`],
    ])
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      status: 401,
      answer: 'signature-wrong',
    })
  })
})
