import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from '../system/house.ts'
import { countOf } from '../system/rows.ts'
import { follow, openBrowser } from './browser.ts'

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

async function answer(page: Page): Promise<void> {
  await page.selectOption('#countyCode', '150203')
  await page.check('input[name=workerHousehold][value=yes]')
  await page.fill('#memberCount', '3')
  await page.fill('#countedIncomeMonthYuan', '2400.50')
  await page.fill('#rigidSpendYearYuan', '12000')
  await page.check('input[name=rigidSpendReasons][value=education]')
  await page.check('input[name=home][value=none]')
  await page.check('input[name=carOrCompany][value=no]')
  await page.check('input[name=majorEvent][value=none]')
  for (const value of ['upperStudent', 'arrears']) await page.check(`input[name=situations][value=${value}]`)
}

describe.each([
  { width: 360, javaScriptEnabled: false },
  { width: 1280, javaScriptEnabled: true },
])('before an application, at $width px with JavaScript $javaScriptEnabled', ({ width, javaScriptEnabled }) => {
  it('somebody finds out what may be due without a name, and applies with the same answers', async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled })
    const page = await context.newPage()
    await page.goto(`${house.url}/`)
    await follow(page, 'a[href="/find-out"]')
    await follow(page, 'main form button')
    expect(await page.locator('.summary a').count()).toBe(8)

    await answer(page)
    await follow(page, 'main form button')
    const result = (await page.textContent('main')) ?? ''
    expect(await page.textContent('#verdict')).toContain('很可能符合')
    expect(result).toContain('这不是审批结果')
    expect(result).toContain('您家人均每月 800.17 元')
    const listed = (await page.locator('main li').allTextContents()).join()
    for (const due of ['国家资助', '金秋助学', '社会保险待遇落实', '公租房', '最低生活保障', '建档'])
      expect(listed).toContain(due)
    for (const not of ['医疗救助', '就业指导', '临时救助', '法律援助']) expect(listed).not.toContain(not)
    expect(page.url()).toBe(`${house.url}/find-out`)

    await page.click('main form button')
    await page.waitForURL('**/apply/person')
    expect(await page.inputValue('#countyCode')).toBe('150203')
    await page.goto(`${house.url}/apply/income`)
    expect(await page.inputValue('#countedIncomeMonthYuan')).toBe('2400.50')
    expect(await page.isChecked('input[name=companyControl][value=no]')).toBe(true)
    await page.goto(`${house.url}/apply/housing`)
    expect(await page.inputValue('#housesOwned')).toBe('0')
    await context.close()
  })
})

describe('the answers', () => {
  it('are kept nowhere until somebody applies with them', async () => {
    const before = await countOf(house.db, 'drafts')
    const form = { countyCode: '150203', workerHousehold: 'no', memberCount: '1', countedIncomeMonthYuan: '900' }
    const more = { rigidSpendYearYuan: '0', home: 'safe', carOrCompany: 'no', majorEvent: 'none' }
    const shown = await house.send('POST', '/find-out', {
      body: new URLSearchParams({ ...form, ...more }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('民政部门')
    expect(shown.headers.get('set-cookie')).toBeNull()
    expect(await countOf(house.db, 'drafts')).toBe(before)
  })
  it('speak English too, with every fact under a word of its own', async () => {
    const page = await browser.newPage()
    await page.goto(`${house.url}/find-out?lang=en`)
    await answer(page)
    await page.check('input[name=situations][value=jobless]')
    await page.check('input[name=situations][value=workInjury]')
    await follow(page, 'main form button')
    const result = (await page.textContent('main')) ?? ''
    expect(result).toContain('State student aid')
    expect(result).toContain('This is not a decision')
    const named = await page.locator('.depends').allTextContents()
    expect(named.length).toBeGreaterThan(0)
    for (const each of named) expect(each).not.toMatch(/\b[a-z]+[A-Z]\w*\b/)
    await page.close()
  })
})
