/** `npm run types`: writes each Worker's Env from its configuration; with `--check` only says whether it is fresh. */
import { spawnSync } from 'node:child_process'
import { absolute } from './workers.ts'

const check = process.argv.includes('--check')
const always = ['--include-runtime=false', '--strict-vars=false', ...(check ? ['--check'] : [])]
const workers = [
  { folder: '.', output: 'services/gateway/worker-configuration.d.ts', env: 'GatewayEnv' },
  { folder: 'services/registration', output: 'worker-configuration.d.ts', env: 'RegistrationEnv' },
  { folder: 'services/eligibility', output: 'worker-configuration.d.ts', env: 'EligibilityEnv' },
  { folder: 'services/referral', output: 'worker-configuration.d.ts', env: 'ReferralEnv' },
  { folder: 'services/notification', output: 'worker-configuration.d.ts', env: 'NotificationEnv' },
  { folder: 'services/oversight', output: 'worker-configuration.d.ts', env: 'OversightEnv' },
]

for (const { folder, output, env } of workers) {
  const { status } = spawnSync('wrangler', ['types', output, ...always, '--env-interface', env], {
    cwd: absolute(folder),
    stdio: check ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  })
  if (status !== 0) {
    console.error(`${folder}: the generated types are stale; run npm run types`)
    process.exit(1)
  }
}
