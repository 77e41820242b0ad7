import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/** Hands fonts over as wrangler does by the rule for data modules: as an ArrayBuffer. */
export const fontModules: Plugin = {
  name: 'font-modules',
  setup(build) {
    build.onLoad({ filter: /\.woff2$/ }, async ({ path }) => ({
      contents: `export default Uint8Array.fromBase64('${(await readFile(path)).toString('base64')}').buffer`,
      loader: 'js',
    }))
  },
}
