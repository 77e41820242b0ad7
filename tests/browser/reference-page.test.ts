import { AxeBuilder } from '@axe-core/playwright'
import { noticeTypes, problemTypes } from '@jiekun/schema'
import { operations } from '@jiekun/schema/api'
import type { Browser } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
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

describe.each([
  [360, 'zh-CN', '部门系统接入指南'],
  [1280, 'en', 'Connecting the system of a department'],
] as const)('the guide for departments at %i px, in %s', (width, language, title) => {
  it('can be read by everybody, is no wider than the window, and runs and asks for nothing', async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(`${house.url}/docs/connect?lang=${language}`)
    expect(await page.locator('h1').textContent()).toBe(title)
    expect(await page.evaluate(overflow)).toBe(0)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    expect(asked.filter((url) => !url.startsWith(house.url))).toEqual([])
    expect(await page.content()).not.toMatch(/<script|\sstyle=|\son\w+=/)
    await context.close()
  })
})

describe('the guide for departments', () => {
  it('is led to from the reference and the front page, and leads to what the reference says of each notice', async () => {
    for (const from of ['/docs', '/']) expect((await house.send('GET', from)).text).toContain('href="/docs/connect"')
    const { text } = await house.send('GET', '/docs/connect')
    const reference = (await house.send('GET', '/docs')).text
    const links = [...text.matchAll(/href="\/docs#([^"]+)"/g)].map(([, id]) => id)
    expect(links).toEqual(expect.arrayContaining(noticeTypes.map((type) => `operation-notice.${type}`)))
    expect(links.filter((id) => !reference.includes(` id="${id}"`))).toEqual([])
  })

  it('shows a sample whose signature anybody can check by the secret beside it', async () => {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await page.goto(`${house.url}/docs/connect`)
    const shown = await page.locator('pre').allTextContents()
    const headers = shown.find((text) => text.includes('webhook-id: ')) ?? ''
    const body = shown[shown.indexOf(headers) + 1] ?? ''
    const header = (name: string): string => new RegExp(`^${name}: (.+)$`, 'm').exec(headers)?.[1] ?? ''
    const secret = (await page.locator('dd code').allTextContents()).find((text) => text.startsWith('whsec_')) ?? ''
    const at = new Date(Number(header('webhook-timestamp')) * 1000)
    expect(header('webhook-signature').split(' ')).toEqual([
      new Webhook(secret).sign(header('webhook-id'), at, body),
      expect.stringMatching(/^v1a,/),
    ])
    expect(JSON.parse(body)).toMatchObject({ type: 'referral.created' })
    await page.context().close()
  })
})
