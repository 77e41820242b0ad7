import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Client } from '@jiekun/client'
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
let staff: Client
let key: { caseNumber: string; accessCode: string }
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  staff = await house.client('county_reviewer', '150802')
  const json = newApplication(workedHousehold('H12').household, 480)
  key = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  const params = { caseNumber: key.caseNumber }
  await eventually(async () => {
    const { body } = await staff.readApplication({ params })
    return body.application.state === 'under_review' ? true : undefined
  })
  await staff.revealIdentity({ params, body: { fields: ['phone'], reason: '电话核实情况' } })
  await (await openReviewDesk(house)).approve(params.caseNumber)
  await eventually(async () => {
    await house.tick()
    return (await staff.readApplication({ params })).body.application.planCompletedAt ?? undefined
  })
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(overflow, 'the page is wider than the window').toBe(0)
}

describe.each([
  { width: 360, javaScriptEnabled: false, phone: '13900000360' },
  { width: 360, javaScriptEnabled: true, phone: '13900000361' },
  { width: 1280, javaScriptEnabled: true, phone: '13900001280' },
])('at $width px with JavaScript $javaScriptEnabled', ({ width, javaScriptEnabled, phone }) => {
  it('a person sees who has seen the information, puts the telephone right and takes a copy', async () => {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      javaScriptEnabled,
      locale: 'zh-CN',
      acceptDownloads: true,
    })
    const page = await context.newPage()
    const check = javaScriptEnabled ? () => expectAccessible(page) : async () => undefined
    await page.goto(`${house.url}/status`)
    await page.fill('#caseNumber', key.caseNumber)
    await page.fill('#accessCode', key.accessCode)
    await follow(page, 'main button')
    await check()
    expect(await page.textContent('main')).toContain('巴彦淖尔市临河区民政局')
    const union = page.locator('.responsible')
    expect(await union.locator('.office').textContent()).toBe('巴彦淖尔市临河区总工会')
    expect(await union.locator('a.call').getAttribute('href')).toBe('tel:12351')
    expect(await page.locator('ul.measures > li >> nth=0').locator('a.call').count()).toBe(1)
    expect(await page.locator('ul.seen >> nth=0').textContent()).toContain('打开查看了：手机号码')
    expect(await page.locator('ul.seen >> nth=1').locator('li').count()).toBe(3)

    await page.click('summary:has-text("更正电话或住址")')
    await page.fill('#phone', '12')
    await follow(page, 'form[action="/status/corrections"] button')
    expect(await page.textContent('#phone-error')).toContain('11 位')
    await check()
    await page.fill('#phone', phone)
    await follow(page, 'form[action="/status/corrections"] button')
    expect(await page.textContent('[role=alert]')).toContain('已更正')
    await check()
    expect(page.url()).not.toContain(key.accessCode)

    const waiting = page.waitForEvent('download')
    await page.click('form[action="/status/export"] button')
    const download = await waiting
    expect(download.suggestedFilename()).toBe(`jiekun-${key.caseNumber}.html`)
    expect(readFileSync(await download.path(), 'utf8')).toContain(phone)
    await context.close()
  })
})
