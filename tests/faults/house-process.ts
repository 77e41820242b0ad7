/** The house as a process of its own, which the fault run kills. Options come as one JSON argument. */
import { migrate } from '../../infra/local/migrate.ts'
import { startRuntime } from '../../infra/local/runtime.ts'
import { seedOffices } from '../../infra/seed/offices.ts'
import { seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { disturbBuild } from './disturb-build.ts'
import { commandSchema, houseOptionsSchema } from './messages.ts'

const cronEveryMs = 1000

const options = houseOptionsSchema.parse(JSON.parse(process.argv[2] ?? ''))
const runtime = await startRuntime({
  port: options.port,
  persistTo: options.persistTo,
  keyring: options.keyring,
  define: { __JIEKUN_WITHOUT__: JSON.stringify(options.without ?? '') },
  plugins: [disturbBuild],
})
await migrate(runtime.db)
await runtime.db
  .prepare('CREATE TABLE IF NOT EXISTS fault_deliveries (queue, event_id, times, PRIMARY KEY (queue, event_id))')
  .run()
await seedOffices(runtime.db, options)
await seedStaffKeys(runtime.db, options.keys)

const cron = setInterval(() => void runtime.tick().catch(() => undefined), cronEveryMs)

/** What is still on its way. */
async function left(): Promise<number> {
  const row = await runtime.db
    .prepare(
      `SELECT (SELECT count(*) FROM outbox WHERE settled_at IS NULL)
         + (SELECT count(*) FROM deliveries WHERE state = 'pending')
         + (SELECT count(*) FROM applications WHERE state IN ('submitted', 'under_review', 'public_notice'))
         + (SELECT count(*) FROM applications WHERE state = 'approved' AND plan_completed_at IS NULL) AS count`,
    )
    .first<{ count: number }>()
  return row?.count ?? 0
}

process.on('message', async (message) => {
  const command = commandSchema.parse(message)
  // From here on time is what the commands say.
  clearInterval(cron)
  if (command.do === 'stop') {
    await runtime.stop()
    process.exit(0)
  }
  await runtime.tick(new Date(Date.now() + command.aheadMs))
  process.send?.({ left: await left() })
})
process.send?.({ ready: true })
