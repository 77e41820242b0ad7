// Runs a script of this repository on the Node.js that it pins, after installing whatever is missing. Needs only Node 20 and npm.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const pnpm = 'pnpm@10.34.9'
const root = fileURLToPath(new URL('../..', import.meta.url))
const marker = join(root, 'node_modules', '.jiekun-installed')
const bin = join(root, 'node_modules', '.bin')
const windows = process.platform === 'win32'

function installMissing() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  console.error('Installing dependencies (once)…')
  const { status } = spawnSync('npx', ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    // Standard output belongs to the script.
    stdio: ['ignore', 2, 2],
    shell: windows,
    env: { ...process.env, CI: 'true' },
  })
  if (status !== 0) {
    console.error('The dependencies could not be installed; see above.')
    process.exit(1)
  }
  writeFileSync(marker, wanted)
}

installMissing()
const [script, ...args] = process.argv.slice(2)
const child = spawn(
  join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node'),
  [join(root, script), ...args],
  {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  },
)
// A Ctrl-C at a terminal reaches the child by itself; what is sent to this process alone is passed on.
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT')
})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
