import { vi } from 'vitest'
import { unstable_readConfig as readConfig } from 'wrangler'
import { absolute, configPaths } from '../../infra/local/workers.ts'

interface Routed {
  routes: readonly { method: string; path: string }[]
}
const made = vi.hoisted((): { apps: Routed[] } => ({ apps: [] }))

// A Worker shows its handlers alone. Its application is the one that is made last of all that it is put together from.
vi.mock('hono', async (importActual) => {
  const actual = await importActual<typeof import('hono')>()
  return {
    ...actual,
    Hono: class extends actual.Hono {
      constructor() {
        super()
        made.apps.push(this)
      }
    },
  }
})

/** Every route under the API that a Worker serves. */
export async function servedRoutes(): Promise<{ service: string; route: string }[]> {
  const served = await Promise.all(
    configPaths.map(async (path) => {
      const { name, main } = readConfig({ config: absolute(path) })
      return { service: (name ?? '').replace('jiekun-', ''), main: main ?? '' }
    }),
  )
  const found = []
  for (const { service, main } of served) {
    const before = made.apps.length
    await import(main)
    const app = made.apps.slice(before).at(-1)
    for (const { method, path } of app?.routes ?? []) {
      // ALL is what every request goes through.
      if (path.startsWith('/api/') && method !== 'ALL') found.push({ service, route: `${method} ${path}` })
    }
  }
  return found
}
