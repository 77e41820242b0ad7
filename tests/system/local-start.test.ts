import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { receiptSchema } from '@jiekun/schema'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate } from '../../infra/local/migrate.ts'
import { startRuntime } from '../../infra/local/runtime.ts'
import { newSecrets } from '../../infra/local/secrets.ts'
import { seedOffices } from '../../infra/seed/offices.ts'
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

  it('finds the department system again where it listens at another port, and leaves other addresses alone', async () => {
    const { keyring, departmentMaster } = newSecrets()
    const runtime = await startRuntime({ port: 8895, keyring })
    await migrate(runtime.db)
    const seed = { keyring, departmentMaster }
    await seedOffices(runtime.db, { ...seed, departmentUrl: 'http://127.0.0.1:9001' })
    const [kept, moved] = ['1502-MZT-150203', '1502-MZT-150204']
    await runtime.db.prepare('UPDATE offices SET endpoint = ? WHERE id = ?').bind('https://mz.example/hook', kept).run()
    await seedOffices(runtime.db, { ...seed, departmentUrl: 'http://127.0.0.1:9011' })
    const { results } = await runtime.db
      .prepare('SELECT endpoint FROM offices WHERE id IN (?, ?) ORDER BY id')
      .bind(kept, moved)
      .all()
    expect(results).toEqual([
      { endpoint: 'https://mz.example/hook' },
      { endpoint: `http://127.0.0.1:9011/offices/${moved}/webhook` },
    ])
    await runtime.stop()
  })
})
