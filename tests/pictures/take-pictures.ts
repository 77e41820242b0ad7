/** `npm run pictures`: the pictures of the public pages in `docs`, from a house with worked households in it. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import * as z from 'zod'
import { absolute } from '../../infra/local/workers.ts'
import { openBrowser } from '../browser/browser.ts'
import { type Mode, publicPages } from '../browser/public-pages.ts'
import { openWorld } from '../browser/public-world.ts'
import { openHouse } from '../system/house.ts'

interface Picture {
  /** Of the page in the table of public pages that it shows. */
  of: string
  file: string
  width?: 'phone' | 'desktop'
  /** In Chinese and standard type unless said. */
  mode?: Mode
  /** What stands at the top of it; the top of the page unless said. */
  from?: string
}

const pictures: readonly Picture[] = [
  { of: 'home', file: 'home-phone' },
  { of: 'found out: much may be due', file: 'find-out-phone' },
  { of: 'income, with errors', file: 'form-errors-phone' },
  { of: 'overview, whole', file: 'overview-phone' },
  { of: 'documents, filled', file: 'documents-phone' },
  { of: 'check, whole', file: 'check-phone', from: 'section.card' },
  { of: 'case approved', file: 'status-phone' },
  { of: 'case approved', file: 'measures-phone', from: '#measures' },
  { of: 'card', file: 'card-phone' },
  { of: 'home', file: 'home-mongolian-phone', mode: { language: 'mn-Mong' } },
  { of: 'income, filled', file: 'question-large-phone', mode: { language: 'zh-CN', elder: 'yes' } },
  { of: 'household, filled', file: 'form-desktop', width: 'desktop' },
  { of: 'case approved', file: 'status-desktop', width: 'desktop', mode: { language: 'en' } },
]

const usualMode: Mode = { language: 'zh-CN' }
const folder = absolute('docs')
const windows = {
  phone: { viewport: { width: 360, height: 720 }, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1100, height: 760 }, deviceScaleFactor: 1 },
}
/** WebP, of which the browser makes a few tens of kilobytes without another library. */
const format = { format: 'webp', quality: 78 } as const

async function take(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { data } = z.object({ data: z.string() }).parse(await session.send('Page.captureScreenshot', format))
  const path = join(folder, `${file}.webp`)
  writeFileSync(path, Buffer.from(data, 'base64'))
  console.log(`${path} ${Math.ceil(statSync(path).size / 1000)} KB`)
}

process.env.WRANGLER_LOG = 'error'
mkdirSync(folder, { recursive: true })
const house = await openHouse()
const browser = await openBrowser()
try {
  const world = await openWorld(house)
  for (const { of, file, width = 'phone', mode = usualMode, from } of pictures) {
    const shown = publicPages.find(({ name }) => name === of)
    if (!shown) throw new Error(`there is no page ${of}`)
    const { language, elder = 'no' } = mode
    const context = await browser.newContext({ ...windows[width], locale: language })
    await context.addCookies([
      { name: 'lang', value: language, url: house.url },
      { name: 'elder', value: elder, url: house.url },
    ])
    const page = await context.newPage()
    await shown.open({ page, world })
    await page.evaluate(
      `(document.activeElement?.blur(), document.querySelector(${JSON.stringify(from ?? 'body')}).scrollIntoView())`,
    )
    await take(page, file)
    await context.close()
  }
} finally {
  await browser.close()
  await house.close()
}
