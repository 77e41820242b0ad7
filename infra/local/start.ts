/** `npm start`: the whole house on this machine, with a small department system to answer its referrals. */
import { areaFullName } from '@jiekun/schema'
import { startDepartment } from '../../tests/department/department.ts'
import { localSecret, officeWithoutSystem, seedOffices } from '../seed/offices.ts'
import { bearer, seedStaffKeys } from '../seed/staff-keys.ts'
import { seedUsers } from '../seed/users.ts'
import { migrate } from './migrate.ts'
import { isFree } from './ports.ts'
import { startRuntime } from './runtime.ts'
import { localSecrets } from './secrets.ts'
import { absolute } from './workers.ts'

const port = Number(process.env.PORT ?? 8787)
const departmentPort = port + 1
/** The cron comes once a minute in production; here waiting for it would be tedious. */
const cronEveryMs = 2000

for (const each of [port, departmentPort]) {
  if (await isFree(each)) continue
  console.error(`Port ${each} is taken. Stop what listens there, or choose another: PORT=9000 npm start`)
  process.exit(1)
}

const { keyring, departmentMaster, keys, users } = localSecrets()
const runtime = await startRuntime({ port, persistTo: absolute('.local/state'), keyring })
await migrate(runtime.db)
await seedOffices(runtime.db, {
  keyring,
  departmentMaster,
  departmentUrl: `http://127.0.0.1:${departmentPort}`,
  withoutSystem: [officeWithoutSystem],
})
await seedStaffKeys(runtime.db, keys)
await seedUsers(runtime.db, keyring, users)
const department = await startDepartment({
  port: departmentPort,
  answerTo: `http://127.0.0.1:${port}`,
  secretOf: (office: string) => localSecret(departmentMaster, office),
  acceptAfterMs: 500,
  deliverAfterMs: 2000,
})
const cron = setInterval(() => {
  runtime.tick().catch((error: unknown) => console.error('cron:', error instanceof Error ? error.message : error))
}, cronEveryMs)

const url = `http://localhost:${port}`
console.log(`
解困 Jiekun is running.

  Apply and follow a case   ${url}/
  Staff: sign in            ${url}/sign-in
  Inbox of an office        ${url}/inbox (sign in as inbox; npm run demo puts something in it)
  API                       ${url}/docs
  Department system         http://localhost:${departmentPort}/ (accepts and delivers by itself; how it misbehaves on command stands there)

Sign in at ${url}/sign-in with one of these; for the code: npm run --silent sign-in-code -- LOGIN
${users.map((user) => `  ${user.login.padEnd(12)} ${user.password}   ${user.role.padEnd(18)} ${areaFullName(user.area)}`).join('\n')}

Keys of machines, for "Authorization: Bearer KEY":
${keys.map((key) => `  ${key.label.padEnd(24)} ${bearer(key)}  ${areaFullName(key.area)}`).join('\n')}

These sign-ins are of this machine alone: a deployment that finds one in its database refuses to serve.
Open ${url}/ first, or run "npm run demo" in a second terminal. Ctrl-C stops everything; the data stays.`)

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  clearInterval(cron)
  await department.close()
  await runtime.stop()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
