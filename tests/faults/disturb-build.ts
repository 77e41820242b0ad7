import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import { absolute } from '../../infra/local/workers.ts'

const untouched = '?untouched'

/** Build of the services for the fault run: every entry is wrapped by `disturbed.ts`. */
export const disturbBuild: Plugin = {
  name: 'disturb',
  setup(build) {
    build.onResolve({ filter: /\?untouched$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -untouched.length)),
      suffix: untouched,
    }))
    build.onLoad(
      { filter: /services\/(registration|eligibility|referral|notification)\/src\/worker\.ts$/ },
      ({ path, suffix }) => {
        if (suffix === untouched) return undefined
        const wrapper = absolute('tests/faults/disturbed.ts')
        return {
          contents: `import worker from './worker.ts${untouched}'
          import { disturbed } from ${JSON.stringify(wrapper)}
          export default disturbed(worker)`,
          resolveDir: dirname(path),
        }
      },
    )
  },
}
