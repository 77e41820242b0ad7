/** The house as a process of its own, which the fault run kills. Options come as one JSON argument. */
import { join } from 'node:path'
import { migrate } from '../../infra/local/migrate.ts'
import { startRuntime } from '../../infra/local/runtime.ts'
import { disturbBuild } from './disturb-build.ts'
import { commandSchema, houseOptionsSchema } from './messages.ts'

const cronEveryMs = 1000

const options = houseOptionsSchema.parse(JSON.parse(process.argv[2] ?? ''))
const runtime = await startRuntime({
  port: options.port,
  persistTo: options.persistTo,
  keepBuild: join(options.persistTo, 'build.json'),
  keyring: options.keyring,
  define: { __JIEKUN_WITHOUT__: JSON.stringify(options.without ?? '') },
  plugins: [disturbBuild],
  ...(options.referrals ? { vars: { WEBHOOK_TIMEOUT_MS: String(options.referrals.webhookTimeoutMs) } } : {}),
})
if (!options.isRestart) {
  await migrate(runtime.db)
  // Loaded only here: the policy and the areas take longer to load than the house takes to be up again.
  const { fillHouse } = await import('./fill-house.ts')
  await fillHouse(runtime.db, options)
}

const cron = setInterval(() => void runtime.tick().catch(() => undefined), cronEveryMs)

const ofApplications = `(SELECT count(*) FROM applications WHERE state IN ('submitted', 'under_review', 'public_notice'))
  + (SELECT count(*) FROM applications WHERE state = 'approved' AND plan_completed_at IS NULL)`
/** A referral that waits for nobody, or that has risen as it now is, is where it may stay; a plan may stay open then. */
const ofReferrals = `(SELECT count(*) FROM referrals r WHERE state NOT IN ('delivered', 'closed', 'cancelled')
  AND NOT EXISTS (SELECT 1 FROM referral_escalations e
    WHERE e.referral_id = r.id AND e.kind = 'escalation' AND e.version = r.version))`
/** Events that a consumer has not yet seen: what it has seen is settled with the next tick. */
const unseen = `(SELECT count(*) FROM outbox WHERE settled_at IS NULL AND NOT EXISTS
  (SELECT 1 FROM inbox WHERE inbox.consumer = outbox.consumer AND inbox.event_id = outbox.event_id))`

/** What is still on its way. */
async function left(): Promise<{ left: number; unseenEvents: number }> {
  const row = await runtime.db
    .prepare(
      `SELECT (SELECT count(*) FROM outbox WHERE settled_at IS NULL) AS events, ${unseen} AS unseen,
         (SELECT count(*) FROM deliveries WHERE state = 'pending') + ${options.referrals ? ofReferrals : ofApplications} AS others`,
    )
    .first<{ events: number; unseen: number; others: number }>()
  return { left: (row?.events ?? 0) + (row?.others ?? 0), unseenEvents: row?.unseen ?? 0 }
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
