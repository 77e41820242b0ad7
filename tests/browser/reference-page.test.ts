import { AxeBuilder } from '@axe-core/playwright'
import { problemTypes } from '@jiekun/schema'
import { operations } from '@jiekun/schema/api'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../system/house.ts'
import { openBrowser } from './browser.ts'

let house: House
let browser: Browser
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
/** Operations and shapes that are checked for accessibility. */
const checked = 6

describe.each([360, 1280])('the reference page at %i px', (width) => {
  it('can be read by everybody, is no wider than the window, and asks no other host for anything', async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(`${house.url}/docs`)
    expect(await page.evaluate(overflow)).toBe(0)
    // All operations are shown by the same few templates: some of them are enough, and take a minute less.
    await page.evaluate(`document.querySelectorAll('article').forEach((each, at, { length }) => {
      if (at % Math.ceil(length / ${checked}) > 0) each.remove()
    })`)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    expect(asked.filter((url) => !url.startsWith(house.url))).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  })
})

it('the reference page speaks of every operation and every problem, and each of its links leads somewhere', async () => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await page.goto(`${house.url}/docs`)
  const html = await page.content()
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
  expect(links.filter((id) => !ids.has(id))).toEqual([])
  expect(Object.keys(operations).filter((id) => !ids.has(`operation-${id}`))).toEqual([])
  expect(Object.keys(problemTypes).filter((type) => !ids.has(`problem-${type}`))).toEqual([])
  expect(html).not.toMatch(/<script|\sstyle=|\son\w+=/)
  await page.context().close()
})
