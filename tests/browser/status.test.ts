import { readFileSync } from 'node:fs'
import type { Client } from '@jiekun/client'
import { receiptSchema } from '@jiekun/schema'
import { decode } from 'fast-png'
import type { Browser, Page } from 'playwright-core'
import decodeQR from 'qr/decode.js'
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
  const desk = await openReviewDesk(house)
  await desk.approve(params.caseNumber)
  const { body: helper } = await (await house.client('administrator', '150802')).createUser({
    body: { login: 'gaowa', displayName: '高娃', telephone: '0478-8210000', role: 'helper', area: '150802' },
  })
  const { fileNumber } = (await staff.readApplication({ params })).body.application
  const pairing = { params: { fileNumber: fileNumber ?? '' }, body: { helperId: helper.id }, ifMatch: '*' }
  await staff.pairFile(pairing)
  await eventually(async () => {
    await house.tick()
    return (await staff.readApplication({ params })).body.application.planCompletedAt ?? undefined
  })
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

/** What a phone reads from the card that was kept as a picture. */
async function keptCode(page: Page): Promise<string> {
  const waiting = page.waitForEvent('download')
  await page.click('#keep')
  const kept = await waiting
  expect(kept.suggestedFilename()).toMatch(/^jiekun-150802-\d{4}-\w{8}\.png$/)
  const { width, height, data } = decode(readFileSync(await kept.path()))
  return decodeQR({ width, height, data: Uint8Array.from(data) })
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
    await page.goto(`${house.url}/status`)
    await page.fill('#caseNumber', key.caseNumber)
    await page.fill('#accessCode', key.accessCode)
    await follow(page, 'main button')
    expect(await page.textContent('main')).toContain('巴彦淖尔市临河区民政局')
    const union = page.locator('.responsible')
    expect(await union.locator('.office').textContent()).toBe('巴彦淖尔市临河区总工会')
    expect(await union.locator('a.call').getAttribute('href')).toBe('tel:12351')
    expect(await page.locator('.of-office >> nth=0').locator('a.call').count()).toBe(1)
    expect(await page.locator('#seen ~ ul.seen >> nth=0').textContent()).toContain('打开查看了：手机号码')
    expect(await page.locator('#seen ~ ul.seen >> nth=1').locator('li').count()).toBe(3)

    await page.click('summary:has-text("更正电话或住址")')
    await page.fill('#phone', '12')
    await follow(page, 'form[action="/status/corrections"] button')
    expect(await page.textContent('#phone-error')).toContain('11 位')
    await page.fill('#phone', phone)
    await follow(page, 'form[action="/status/corrections"] button')
    expect(await page.textContent('[role=alert]')).toContain('已更正')
    expect(page.url()).not.toContain(key.accessCode)

    await follow(page, 'form[action="/status/card"] button')
    expect(await page.textContent('#card')).toContain('巴彦淖尔市临河区总工会')
    expect(await page.textContent('#card')).toContain('高娃 0478-8210000')
    if (javaScriptEnabled) {
      await page.goto(await keptCode(page))
      expect(await page.inputValue('#caseNumber')).toBe(key.caseNumber)
      expect(page.url()).toBe(`${house.url}/status`)
    } else {
      await page.goto(`${house.url}/status`)
      await page.fill('#caseNumber', key.caseNumber)
    }
    await page.fill('#accessCode', key.accessCode)
    await follow(page, 'main button')

    const waiting = page.waitForEvent('download')
    await page.click('form[action="/status/export"] button')
    const download = await waiting
    expect(download.suggestedFilename()).toBe(`jiekun-${key.caseNumber}.html`)
    expect(readFileSync(await download.path(), 'utf8')).toContain(phone)
    await context.close()
  })
})

it('a person tells of a change on a small screen, is told what is missing, and sees that it was taken', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(`${house.url}/status`)
  await page.fill('#caseNumber', key.caseNumber)
  await page.fill('#accessCode', key.accessCode)
  await follow(page, 'main button')
  await page.click('summary:has-text("家里情况有变化")')
  await follow(page, 'form[action="/status/requests"] button')
  expect(await page.textContent('#request-change-error')).toBe('请写明情况')
  await page.fill('#request-change', '大儿子 9 月考上了大学，学费一年 5000 元。')
  await follow(page, 'form[action="/status/requests"] button')
  expect(await page.textContent('[role=alert]')).toContain('已经收到')
  expect(await page.textContent('main')).toContain('大儿子 9 月考上了大学')
  expect(await page.locator('#request-change').count()).toBe(0)
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT, fullPage: true })
  await context.close()
})
