import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'

/** Opens the Chromium that comes with the npm packages, so that no download of its own is needed. */
export async function openBrowser(): Promise<Browser> {
  // In one process, as the package would have it, the first closed context takes the browser with it.
  const args = chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote')
  return playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true })
}

/** Clicks what leads to another page and waits for that page: what is read right after a click may still be the old one. */
export async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.click(selector)])
}
