/** `npm test`: type check, lint, generated types, deploy check, then the unit, system and browser tests. */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { absolute, bundleOf, configPaths } from './workers.ts'

const bundles = mkdtempSync(join(tmpdir(), 'jiekun-bundles-'))

const options: SpawnSyncOptions = {
  cwd: absolute('.'),
  stdio: 'inherit',
  env: {
    ...process.env,
    // Nothing here may speak to the network.
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    WRANGLER_LOG: 'error',
    // What the deploy check has built is what the tests run: no house builds it again.
    JIEKUN_BUNDLES: bundles,
  },
}

function step(name: string, runs: [command: string, args: string[]][]): void {
  const start = performance.now()
  for (const [command, args] of runs) {
    const { status } = spawnSync(command, args, options)
    if (status === 0) continue
    console.error(`\n✗ ${name}: ${command} ${args.join(' ')}`)
    process.exit(status ?? 1)
  }
  console.log(`✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
}

const projects = [
  ...['schema', 'policy', 'worker', 'client', 'calendar', 'pages'].map((name) => `packages/${name}`),
  ...['gateway', 'registration', 'eligibility', 'referral', 'notification', 'oversight'].map(
    (name) => `services/${name}`,
  ),
  'tsconfig.json',
]

step(
  'types',
  projects.map((project) => ['tsc', ['-p', project]]),
)
step('lint', [['biome', ['ci', '--error-on-warnings', '.']]])
step('generated types', [[process.execPath, [absolute('infra/local/generate-types.ts'), '--check']]])
step(
  'deploy check',
  configPaths.map((path) => [
    'wrangler',
    ['deploy', '--dry-run', '--config', path, '--outdir', bundleOf(bundles, path)],
  ]),
)
const { status } = spawnSync('vitest', ['run', ...process.argv.slice(2)], options)
rmSync(bundles, { recursive: true })
process.exit(status ?? 1)
