import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { absolute, configPaths } from '../../infra/local/workers.ts'

/**
 * The configurations of all Workers with queues that wait for no further messages: a case passes six of them, and a test
 * that waits a second at each learns nothing by it. Written beside the real ones, to which their paths are relative.
 * Where a wrapper is given (a file of this repository), each Worker is built with it around.
 */
export const quickConfigPaths = (wrapper?: string): string[] =>
  configPaths.map((path) => {
    const text = readFileSync(absolute(path), 'utf8')
    const quick = text.replaceAll(/^max_batch_timeout = \d+$/gm, 'max_batch_timeout = 0')
    if (wrapper !== undefined) {
      const main = /^main = "(.+)"$/m.exec(text)?.[1] ?? ''
      const entry = writeBeside(path, 'ts', wrapped(absolute(join(dirname(path), main)), absolute(wrapper)))
      return writeBeside(path, 'wrangler.toml', quick.replace(`main = "${main}"`, `main = "${basename(entry)}"`))
    }
    return quick === text ? path : writeBeside(path, 'wrangler.toml', quick)
  })

/** An entry that hands a Worker to the function of its name in a wrapper: `counted` of `counted.ts`. */
const wrapped = (worker: string, wrapper: string): string => {
  const name = basename(wrapper, '.ts')
  return `import worker from ${JSON.stringify(worker)}
import { ${name} } from ${JSON.stringify(wrapper)}
export default ${name}(worker)
`
}

/** Several houses open at once: each finds the file whole, and those that wrap their Workers one of their own. */
function writeBeside(path: string, kind: 'ts' | 'wrangler.toml', text: string): string {
  const isWrapped = kind === 'ts' || text.includes('main = ".wrapped')
  const beside = join(dirname(path), `.${isWrapped ? 'wrapped' : 'quick'}.${kind}`)
  const written = absolute(`${beside}.${process.pid}`)
  writeFileSync(written, text)
  renameSync(written, absolute(beside))
  return beside
}
