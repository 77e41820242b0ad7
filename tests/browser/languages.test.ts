import { AxeBuilder } from '@axe-core/playwright'
import { receiptSchema } from '@jiekun/schema'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from '../system/house.ts'
import { openReviewDesk } from '../system/review.ts'
import { follow, openBrowser } from './browser.ts'

let house: House
let browser: Browser
let key: { caseNumber: string; accessCode: string }
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  const json = { ...newApplication(workedHousehold('H12').household, 490), language: 'mn-Mong' }
  const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  key = { caseNumber: receipt.caseNumber, accessCode: receipt.accessCode }
  const staff = await house.client('county_reviewer', '150802')
  const params = { caseNumber: key.caseNumber }
  const stateOf = async () => (await staff.readApplication({ params })).body.application
  await eventually(async () => ((await stateOf()).state === 'under_review' ? true : undefined))
  await staff.revealIdentity({ params, body: { fields: ['phone'], reason: '电话核实情况' } })
  const desk = await openReviewDesk(house)
  await desk.approve(key.caseNumber)
  await eventually(async () => {
    await house.tick()
    const look = await house.send('POST', '/api/v1/status', { json: key })
    return look.text.includes('"measures":[{') ? true : undefined
  })
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

const shots = process.env.SHOTS
async function shoot(page: Page, name: string, fullPage = false): Promise<void> {
  if (shots !== undefined)
    await page.screenshot({ path: `${shots}/${name}-${page.viewportSize()?.width}.png`, fullPage })
}

async function openStatus(page: Page): Promise<void> {
  await page.goto(`${house.url}/status`)
  await page.fill('#caseNumber', key.caseNumber)
  await page.fill('#accessCode', key.accessCode)
  await follow(page, 'main button')
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

/** How much a page is larger than its window across its lines, by which it must not be scrolled. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(`(({ scrollWidth, clientWidth, scrollHeight, clientHeight, classList }) =>
    classList.contains('vertical') ? scrollHeight - clientHeight : scrollWidth - clientWidth)(document.documentElement)`)

describe.each([360, 1280])('in Mongolian at %i px', (width) => {
  it('pages stand in columns that everybody can use, say honestly that they are Chinese, and fetch the font they need', async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    const check = async (name: string) => {
      await shoot(page, `mn-${name}`)
      expect(await page.evaluate('getComputedStyle(document.body).writingMode')).toBe('vertical-lr')
      expect(await page.isVisible('text=还没有翻译成蒙古文')).toBe(true)
      expect(await overflow(page), `${page.url()} is higher than the window`).toBe(0)
      // Small windows are held to axe with all other pages.
      if (width > 360) await expectAccessible(page)
    }
    await page.goto(`${house.url}/`)
    await follow(page, 'a.language[hreflang=mn-Mong]')
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN')
    expect(await page.evaluate(`document.fonts.check('20px "Mongolian Name"', 'ᠮᠣᠩᠭᠣᠯ')`)).toBe(true)
    await check('home')
    // As it will be once most of a page is translated.
    await page.evaluate("document.documentElement.lang = 'mn-Mong'")
    expect(await page.isVisible('text=还没有翻译成蒙古文')).toBe(false)
    await page.goto(`${house.url}/apply`)
    await follow(page, 'main button')
    await follow(page, '.actions button')
    await check('wrong')
    // A line of the summary leads to its field, which takes what is typed.
    await page.click('.summary a[href="#phone"]')
    await page.fill('#phone', '13800138000')
    expect(await page.inputValue('#phone')).toBe('13800138000')
    await page.click('label:has([name=applicantAlive][value=yes])')
    expect(await page.isChecked('input[name=applicantAlive][value=yes]')).toBe(true)
    // The wheel goes on to the next column.
    await page.evaluate('(scrollTo(0, 0), undefined)')
    await page.waitForFunction('scrollX === 0')
    await page.mouse.move(width / 2, 400)
    await page.mouse.wheel(0, 300)
    await page.waitForFunction('scrollX > 100')
    await page.goto(`${house.url}/apply/overview`)
    await check('overview')
    await openStatus(page)
    await check('status')
    await follow(page, 'form[action="/status/card"] button')
    await check('card')
    await context.close()
  })
})

it('the font of Mongolian is ours, kept for ever, and what a choice says is remembered on redirects and error pages', async () => {
  const css = await house.send('GET', '/assets/style.css')
  for (const [, path = ''] of css.text.matchAll(/url\((\/assets\/[^)]+)\)/g)) {
    const font = await fetch(`${house.url}${path}`)
    expect(font.headers.get('content-type')).toBe('font/woff2')
    expect(font.headers.get('cache-control')).toContain('immutable')
    expect(new TextDecoder().decode((await font.arrayBuffer()).slice(0, 4))).toBe('wOF2')
  }
  for (const path of ['/apply/person?lang=mn-Mong&elder=yes', '/nowhere?lang=mn-Mong&elder=yes']) {
    const answer = await fetch(`${house.url}${path}`, { redirect: 'manual' })
    const kept = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    expect(kept).toEqual(['lang=mn-Mong', 'elder=yes'])
  }
  const program = await fetch(`${house.url}/api/v1/reference?lang=en`)
  expect(program.headers.getSetCookie()).toEqual([])
})

describe.each([320, 1280])('in large type at %i px', (width) => {
  it('the form asks one question a page, goes back, and says what is wrong; the status page shows what matters first', async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: width > 360 })
    const page = await context.newPage()
    const check = async (name: string) => {
      await shoot(page, `elder-${name}`)
      expect(await overflow(page), `${page.url()} is wider than the window`).toBe(0)
      if (width > 360) await expectAccessible(page)
    }
    const asks = async (name: string) => {
      expect(await page.locator('.field').count()).toBe(1)
      expect(await page.locator(`main [name="${name}"]`).count()).toBeGreaterThan(0)
    }
    await page.goto(`${house.url}/`)
    await follow(page, 'a.size')
    await check('home')
    await page.goto(`${house.url}/apply`)
    await follow(page, 'main button')
    await asks('name')
    await follow(page, '.actions button')
    expect(await page.locator('.summary a').getAttribute('href')).toBe('#name')
    await check('wrong')
    await page.fill('#name', '乌云·其木格')
    await follow(page, '.actions button')
    await asks('idNumber')
    await follow(page, '.actions a')
    expect(await page.inputValue('#name')).toBe('乌云·其木格')
    // A question that hangs on another comes up by its answer, and not otherwise.
    await page.goto(`${house.url}/apply/household?question=migrantWorker`)
    await page.check('input[value=yes]')
    await follow(page, '.actions button')
    await asks('urbanResidenceMonths')
    await follow(page, '.actions a')
    await page.check('input[value=no]')
    await follow(page, '.actions button')
    await asks('onDibao')
    await check('question')
    // The page before the first question of a section is the last one of the section before it.
    await page.goto(`${house.url}/apply/household?question=hukouType`)
    await follow(page, '.actions a')
    await asks('applicantAlive')
    await page.goto(`${house.url}/apply/members/one`)
    await page.selectOption('#relation', 'spouse')
    await follow(page, '.actions button')
    await page.goto(`${house.url}/apply/members`)
    expect(await page.textContent('.card')).toContain('没填完')
    await openStatus(page)
    expect(await page.locator('main > .responsible a.call').isVisible()).toBe(true)
    expect(await page.locator('#timeline li').first().isVisible()).toBe(false)
    expect(await page.evaluate('parseFloat(getComputedStyle(document.body).fontSize)')).toBeGreaterThanOrEqual(27)
    await check('status')
    // The case is not lost where another language is chosen.
    await follow(page, 'header button.language[lang=en]')
    expect(await page.textContent('main')).toContain(key.caseNumber)
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    await context.close()
  })
})
