import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Every Worker's configuration; the first is the front door, the only public one. */
export const configPaths: readonly string[] = [
  'wrangler.toml',
  ...['registration', 'eligibility', 'referral', 'notification', 'oversight'].map(
    (name) => `services/${name}/wrangler.toml`,
  ),
]

export const absolute = (path: string): string => join(root, path)

/** Where `npm test` keeps the bundle of a Worker, among those of the others. */
export const bundleOf = (bundles: string, configPath: string): string => join(bundles, dirname(configPath), 'bundle')
