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
import { findFaults } from './audit-page.ts'
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

describe.each([
  { javaScriptEnabled: false, sequence: 481 },
  { javaScriptEnabled: true, sequence: 482 },
])('what was returned, on a small screen with JavaScript $javaScriptEnabled', ({ javaScriptEnabled, sequence }) => {
  it('is put right by its applicant: what is asked, the form filled in, every change from what to what, and sent', async () => {
    const json = newApplication(workedHousehold('H12').household, sequence)
    const own = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
    const params = { caseNumber: own.caseNumber }
    const inState = (state: string) =>
      eventually(async () => {
        const { body } = await staff.readApplication({ params })
        return body.application.state === state ? body.application : undefined
      })
    await inState('under_review')
    await staff.claimApplication({ params, ifMatch: '*' })
    const missing = { items: ['property_proof' as const], note: '房租和收入请再核对一遍' }
    await staff.returnApplication({ params, ifMatch: '*', body: missing })

    const viewport = { width: 360, height: 800 }
    const context = await browser.newContext({ viewport, javaScriptEnabled, locale: 'zh-CN' })
    const page = await context.newPage()
    const shots = javaScriptEnabled ? process.env.SHOTS : undefined
    const check = async (name: string) => {
      if (javaScriptEnabled) expect(await findFaults(page)).toEqual([])
      if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
    }
    await page.goto(`${house.url}/status`)
    await page.fill('#caseNumber', own.caseNumber)
    await page.fill('#accessCode', own.accessCode)
    await follow(page, 'main button')
    await check('returned')
    await follow(page, '#facts button')
    expect(await page.textContent('main')).toContain('房租和收入请再核对一遍')
    expect(await page.getAttribute('a.call', 'href')).toBe('tel:12351')
    await check('overview')
    await follow(page, 'a[href="/status/facts/housing"]')
    await page.fill('#rentMonthYuan', '多少')
    await follow(page, 'main form button')
    expect(await page.textContent('#rentMonthYuan-error')).toContain('请填金额')
    await check('wrong')
    await page.fill('#rentMonthYuan', '650.5')
    await follow(page, 'main form button')
    expect(await page.textContent('ol.sections')).toContain('改了 1 处')
    await follow(page, 'a[href="/status/facts/members"]')
    await check('members')
    await follow(page, '.card a >> nth=0')
    await page.selectOption('#studentStage', 'postgraduate')
    await check('member')
    await follow(page, 'main form button')
    await follow(page, 'a.button[href="/status/facts/overview"]')
    await follow(page, 'a[href="/status/facts/check"]')
    expect(await page.locator('del').count()).toBe(2)
    await check('changes')
    await follow(page, 'main form button')
    await check('unsigned')
    await page.click('.summary a >> nth=0')
    await page.fill('#reason', '房租填错了')
    await page.check('input[name=declaration]')
    await follow(page, 'main form button')
    expect(await page.textContent('h1')).toBe('改正已提交')
    await check('sent')
    expect(page.url()).not.toContain(own.accessCode)
    await follow(page, 'main button')
    expect(await page.textContent('.timeline')).toContain('您自己改正')
    await check('status')
    const { facts, members } = await inState('under_review')
    expect([facts?.rentMonthFen, members.filter(({ studentStage }) => studentStage === 'postgraduate').length]).toEqual(
      [65_050, 1],
    )
    await context.close()
  })
})
