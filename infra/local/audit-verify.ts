/**
 * `npm run audit:verify [-- --anchors FILE]`: computes the chains of the audit again and names the first row of each that
 * is not as it was written; status 1 then, 2 where it cannot tell. Asks the house that runs at JIEKUN_URL with JIEKUN_KEY,
 * or else this checkout's, which is started for it where it does not run. FILE is kept away from the house: what it
 * holds is checked as well, and where all holds the anchors that are new are added to it.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createClient } from '@jiekun/client'
import { areaFullName } from '@jiekun/schema'
import { type AuditAnchor, auditAnchorSchema } from '@jiekun/schema/api'
import { bearer } from '../seed/staff-keys.ts'
import { migrate } from './migrate.ts'
import { startRuntime } from './runtime.ts'
import { readSecrets } from './secrets.ts'
import { allAnchors, type ChainReport, verifyChains } from './verify-chains.ts'
import { absolute } from './workers.ts'

const { anchors: file } = parseArgs({ options: { anchors: { type: 'string' } } }).values
const secrets = readSecrets()
const auditor = secrets?.keys.find(({ role, area }) => role === 'auditor' && area === '150000')
const key = process.env.JIEKUN_KEY ?? (auditor && bearer(auditor))
if (key === undefined) {
  console.error('Give the key of an auditor as JIEKUN_KEY, and the house as JIEKUN_URL; there is no local house yet.')
  process.exit(2)
}

const keptAnchors = (path: string): AuditAnchor[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => auditAnchorSchema.parse(JSON.parse(line)))
    : []

function print({ area, links, notYetChained, fault }: ChainReport): void {
  const place = `${area} ${areaFullName(area)}`
  const young = notYetChained > 0 ? `, ${notYetChained} rows not yet chained` : ''
  if (!fault) console.log(`✓ ${place}: ${links} links${young}`)
  else console.log(`✗ ${place}: ${fault.kind} ${fault.id ?? 'row'} at position ${fault.position}. ${fault.detail}.`)
}

const running = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(new URL('/healthz', url))).ok
  } catch {
    return false
  }
}

async function verify(url: string, as: string): Promise<boolean> {
  const client = createClient({ url, key: as })
  const kept = file === undefined ? [] : keptAnchors(file)
  const reports = await verifyChains(client, kept)
  for (const report of reports) print(report)
  const holds = reports.every(({ fault }) => fault === null)
  if (file === undefined || !holds) return holds
  const known = new Set(kept.map(({ area, day }) => `${area} ${day}`))
  const fresh = (await allAnchors(client)).filter(({ area, day }) => !known.has(`${area} ${day}`))
  for (const anchor of fresh) appendFileSync(file, `${JSON.stringify(anchor)}\n`)
  console.log(`${kept.length} anchors of ${file} checked, ${fresh.length} added`)
  return true
}

const url = process.env.JIEKUN_URL ?? `http://localhost:${process.env.PORT ?? 8787}`
if (process.env.JIEKUN_URL !== undefined || !secrets || (await running(url))) {
  process.exit((await verify(url, key)) ? 0 : 1)
}
const house = await startRuntime({ port: 0, persistTo: absolute('.local/state'), keyring: secrets.keyring })
await migrate(house.db)
const holds = await verify(house.url, key)
await house.stop()
process.exit(holds ? 0 : 1)
