import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, type LocalUser } from '../../infra/seed/users.ts'
import { type House, openHouse } from '../system/house.ts'
import { applyFor, inboxOffice, newClerk, storeReferral } from '../system/inbox-cases.ts'
import { silenceOffices } from '../system/untold-case.ts'
import { follow, openBrowser } from './browser.ts'

let house: House
let browser: Browser
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, inboxOffice)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(overflow, `${page.url()} is wider than the window`).toBe(0)
}

/** Whatever can be tapped is 44 px high, but for links within a sentence. */
async function expectTargets(page: Page): Promise<void> {
  const targets = page.locator('main a:visible, main button:visible, main summary:visible, main select:visible')
  for (const target of await targets.all()) {
    const box = await target.boundingBox()
    expect(box?.height ?? 0, (await target.textContent()) ?? '').toBeGreaterThanOrEqual(44)
  }
}

/** Opens a page of the inbox as a stranger does: by way of the sign-in. */
async function enter(page: Page, clerk: LocalUser, path: string): Promise<void> {
  await page.goto(house.url + path)
  await page.fill('#login', clerk.login)
  await page.fill('#password', clerk.password)
  await follow(page, 'main button')
  await page.fill('#code', codeOf(clerk))
  await page.click('main button')
  await page.waitForURL(`**${path}`)
}

describe.each([
  { width: 360, javaScriptEnabled: false },
  { width: 360, javaScriptEnabled: true },
  { width: 1280, javaScriptEnabled: true },
])('at $width px with JavaScript $javaScriptEnabled', ({ width, javaScriptEnabled }) => {
  let context: BrowserContext
  let page: Page
  beforeAll(async () => {
    context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled, locale: 'zh-CN' })
    page = await context.newPage()
  })
  afterAll(() => context.close())

  it('a clerk finds a referral, accepts it, reads what it needs, puts a form right and delivers', async () => {
    // Axe needs scripts on the page, which is the same without.
    const check = javaScriptEnabled ? () => expectAccessible(page) : async () => undefined
    const id = await storeReferral(house, { planId: await applyFor(house), measure: 'M603', emergency: true })
    await enter(page, await newClerk(house), '/inbox')
    await check()
    await expectTargets(page)
    await follow(page, `a[href="/inbox/referrals/${id}"]`)
    await check()
    await expectTargets(page)
    await follow(page, 'text=查看办理所需信息')
    expect(await page.textContent('#particulars')).toContain('乌云其木格')
    await check()
    await page.click('button[value=accept]')
    await page.waitForURL('**?done=accept')
    expect(await page.textContent('[role=status]')).toContain('已受理')
    await page.click('button[value=start]')
    await page.waitForURL('**?done=start')

    await page.fill('#deliver-amount', '一千')
    await follow(page, 'text=确认办结')
    expect(await page.textContent('[role=alert]')).toContain('请改正下面的问题')
    expect(await page.inputValue('#deliver-amount')).toBe('一千')
    await check()
    await page.click('[role=alert] a')
    expect(await page.evaluate('location.hash')).toBe('#deliver-amount')
    await page.fill('#deliver-amount', '1,200.50')
    await page.click('text=确认办结')
    await page.waitForURL('**?done=deliver')
    expect(await page.textContent('main')).toContain('￥1,200.50')

    await follow(page, 'text=打印转办函')
    await check()
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page[^s]/g), 'the letter takes one sheet').toHaveLength(1)
  })
})

describe('the inbox', () => {
  it('is worked with the keyboard alone', async () => {
    const page = await browser.newPage({ locale: 'zh-CN' })
    const id = await storeReferral(house, { state: 'received', version: 3 })
    await enter(page, await newClerk(house), `/inbox/referrals/${id}`)
    const reach = async (selector: string): Promise<void> => {
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press('Tab')
        if (await page.locator(selector).evaluate((element) => element === element.ownerDocument.activeElement)) return
      }
      throw new Error(`${selector} is not reached`)
    }
    await reach('details.act:has(#return-reason) summary')
    await page.keyboard.press('Enter')
    await reach('#return-reason')
    await page.keyboard.type('缺少户口簿')
    await reach('details.act:has(#return-reason) button')
    await page.keyboard.press('Enter')
    await page.waitForURL('**?done=return')
    expect(await page.textContent('ol.timeline')).toContain('缺少户口簿')
    await page.close()
  })
  it('speaks English when asked to', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await enter(page, await newClerk(house), '/inbox?tab=done')
    await follow(page, 'a.language[hreflang=en]')
    expect(await page.textContent('h1')).toBe('Inbox of referrals')
    expect(new URL(page.url()).searchParams.get('tab')).toBe('done')
    await expectAccessible(page)
    await context.close()
  })
})
