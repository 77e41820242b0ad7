import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { receiptSchema } from '@jiekun/schema'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate } from '../../infra/local/migrate.ts'
import { startRuntime } from '../../infra/local/runtime.ts'
import { newSecrets } from '../../infra/local/secrets.ts'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'

const folder = mkdtempSync(join(tmpdir(), 'jiekun-local-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the local runtime', () => {
  it('keeps the data from one start to the next', async () => {
    const { keyring } = newSecrets()
    const options = { port: 8895, persistTo: folder, keyring }
    const first = await startRuntime(options)
    await migrate(first.db)
    const response = await fetch(`${first.url}/api/v1/applications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(newApplication(workedHousehold('H01').household)),
    })
    const { caseNumber, accessCode } = receiptSchema.parse(await response.json())
    await first.stop()

    const second = await startRuntime(options)
    await migrate(second.db)
    const found = await fetch(`${second.url}/api/v1/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ caseNumber, accessCode }),
    })
    expect(found.status).toBe(200)
    await second.stop()
  })
})
