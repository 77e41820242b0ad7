/** The house as a process of its own, which the fault run kills. Options come as one JSON argument. */
import { migrate } from '../../infra/local/migrate.ts'
import { startRuntime } from '../../infra/local/runtime.ts'
import { seedOffices } from '../../infra/seed/offices.ts'
import { seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { disturbBuild } from './disturb-build.ts'
import { commandSchema, houseOptionsSchema } from './messages.ts'
import { storeCases } from './referrals/store-cases.ts'

const cronEveryMs = 1000

const options = houseOptionsSchema.parse(JSON.parse(process.argv[2] ?? ''))
const runtime = await startRuntime({
  port: options.port,
  persistTo: options.persistTo,
  keyring: options.keyring,
  define: { __JIEKUN_WITHOUT__: JSON.stringify(options.without ?? '') },
  plugins: [disturbBuild],
  ...(options.referrals ? { vars: { WEBHOOK_TIMEOUT_MS: String(options.referrals.webhookTimeoutMs) } } : {}),
})
await migrate(runtime.db)
await runtime.db
  .prepare('CREATE TABLE IF NOT EXISTS fault_deliveries (queue, event_id, times, PRIMARY KEY (queue, event_id))')
  .run()
await seedOffices(runtime.db, options)
if (options.keys.length > 0) await seedStaffKeys(runtime.db, options.keys)
if (options.referrals) await storeCases(runtime.db, options.referrals.cases)

const cron = setInterval(() => void runtime.tick().catch(() => undefined), cronEveryMs)

const ofApplications = `(SELECT count(*) FROM applications WHERE state IN ('submitted', 'under_review', 'public_notice'))
  + (SELECT count(*) FROM applications WHERE state = 'approved' AND plan_completed_at IS NULL)`
/** A referral that waits for nobody, or of which somebody above was told, is where it may stay; a plan may stay open then. */
const ofReferrals = `(SELECT count(*) FROM referrals r WHERE state NOT IN ('delivered', 'closed', 'cancelled')
  AND NOT EXISTS (SELECT 1 FROM referral_escalations e WHERE e.referral_id = r.id AND e.kind = 'escalation'))`

/** What is still on its way. */
async function left(): Promise<{ left: number; unsettledEvents: number }> {
  const row = await runtime.db
    .prepare(
      `SELECT (SELECT count(*) FROM outbox WHERE settled_at IS NULL) AS events,
         (SELECT count(*) FROM deliveries WHERE state = 'pending') + ${options.referrals ? ofReferrals : ofApplications} AS others`,
    )
    .first<{ events: number; others: number }>()
  return { left: (row?.events ?? 0) + (row?.others ?? 0), unsettledEvents: row?.events ?? 0 }
}

process.on('message', async (message) => {
  const command = commandSchema.parse(message)
  // From here on time is what the commands say.
  clearInterval(cron)
  if (command.do === 'stop') {
    await runtime.stop()
    process.exit(0)
  }
  if (command.do === 'tick') await runtime.tick(new Date(Date.now() + command.aheadMs))
  process.send?.(await left())
})
process.send?.({ ready: true })
