import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { absolute, configPaths } from '../../infra/local/workers.ts'

/**
 * The configurations of all Workers with queues that wait for no further messages: a case passes six of them, and a test
 * that waits a second at each learns nothing by it. Written beside the real ones, to which their paths are relative.
 */
export const quickConfigPaths = (): string[] =>
  configPaths.map((path) => {
    const text = readFileSync(absolute(path), 'utf8')
    const quick = text.replaceAll(/^max_batch_timeout = \d+$/gm, 'max_batch_timeout = 0')
    if (quick === text) return path
    const quickPath = join(dirname(path), '.quick.wrangler.toml')
    // Several houses open at once: each finds the file whole.
    const written = absolute(`${quickPath}.${process.pid}`)
    writeFileSync(written, quick)
    renameSync(written, absolute(quickPath))
    return quickPath
  })
