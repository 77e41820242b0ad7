import { openBrowser } from '../../browser/browser.ts'
import { modelledMs, type PageWeight, slow3G, weighPage } from '../../browser/page-weight.ts'
import { type PublicPage, publicPages } from '../../browser/public-pages.ts'
import { openWorld } from '../../browser/public-world.ts'
import { openHouse } from '../../system/house.ts'
import { tripsOf } from './counted.ts'

export interface PageSpeed extends PageWeight {
  name: string
  /** To the database and back, for the answer that the page is. */
  trips: number
  /** Milliseconds on a slow 3G telephone that has never been here, by the model. */
  modelledMs: number
  /** The same until the page was painted, as the browser saw it over a line that is made slow; without the way to a first connection. */
  paintedMs?: number
}

/** Pages that are also opened over a slow line. */
const slowly = new Set([
  'home',
  'apply',
  'person, empty',
  'hardship, empty',
  'find out',
  'status',
  'case approved',
  'documents, filled',
])

/** Every public page in its states, each in a browser that has nothing yet. */
export async function measurePages(): Promise<PageSpeed[]> {
  // The table is what is to be read here.
  process.env.WRANGLER_LOG = 'error'
  const house = await openHouse({ wrapper: 'tests/bench/pages/counted.ts' })
  const browser = await openBrowser()
  try {
    const world = await openWorld(house)
    const measured: PageSpeed[] = []
    // What is folded open has come with its page.
    for (const each of publicPages.filter(({ name }) => !name.endsWith('folded open')))
      measured.push(await measure(each))
    return measured

    async function measure({ name, open }: PublicPage): Promise<PageSpeed> {
      const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'zh-CN' })
      const page = await context.newPage()
      const { read, session } = await weighPage(page)
      let trips = 0
      page.on('response', (response) => {
        if (response.request().resourceType() === 'document') trips = tripsOf(response.headers())
      })
      await open({ page, world })
      const weight = read()
      const speed = { name, ...weight, trips, modelledMs: modelledMs(weight) }
      if (!slowly.has(name)) {
        await context.close()
        return speed
      }
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: slow3G.latencyMs,
        downloadThroughput: slow3G.bytesPerMs * 1000,
        uploadThroughput: slow3G.bytesPerMs * 1000,
      })
      await open({ page, world })
      const paintedMs = await page.evaluate<number>(
        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()",
      )
      await context.close()
      return { ...speed, paintedMs }
    }
  } finally {
    await browser.close()
    await house.close()
  }
}
