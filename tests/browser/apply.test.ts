import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memberFields, sections } from '../../services/registration/src/apply/sections.ts'
import { inventIdNumber } from '../generators/person.ts'
import { eventually, type House, openHouse } from '../system/house.ts'
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

/** Answers that differ from the first option or zero. */
const typed: Record<string, string> = {
  name: '乌云·其木格',
  phone: '13800138000',
  address: '昆都仑区幸福小区 3 号楼',
  countyCode: '150203',
  hukouCountyCode: '150203',
  workerStatus: 'unemployed_former_worker',
  studentStage: 'none',
  countedIncomeMonthYuan: '1500.50',
  disposableIncomeYearYuan: '18006',
  housesOwned: '1',
  reformEvent: 'none',
  majorEvent: 'none',
  mainCause: '3',
  relation: 'spouse',
  birthDate: '1979-01-01',
}
const saidNo = new Set(['migrantWorker', 'onDibao', 'companyControl', 'majorIllness', 'lostWorkAbility'])

/** A page of a phone, in a context of its own: the accessibility check opens a second page there. */
async function phonePage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } })
  return context.newPage()
}

async function fill(page: Page, fields: (typeof sections)[number]['fields']): Promise<void> {
  for (const field of fields) {
    // One that hangs on another answer is not there before that.
    if ((await page.locator(`[name="${field.name}"]`).count()) === 0) continue
    if (field.kind === 'yesNo')
      await page.locator(`input[name=${field.name}][value=${saidNo.has(field.name) ? 'no' : 'yes'}]`).check()
    else if (field.kind === 'checks')
      for (const value of field.optional ? [] : field.values)
        await page.locator(`input[name=${field.name}][value=${value}]`).check()
    else if (field.kind === 'choice' && field.values.length <= 5)
      await page.locator(`input[name=${field.name}][value="${typed[field.name] ?? field.values[0]}"]`).check()
    else if (field.kind === 'choice' || field.kind === 'county' || field.kind === 'anyCounty')
      await page.selectOption(`#${field.name}`, typed[field.name] ?? 'none')
    else if (!field.optional) await page.fill(`#${field.name}`, typed[field.name] ?? '0')
  }
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(overflow, `${page.url()} is wider than the window`).toBe(0)
}

async function apply(page: Page, idNumber: string, each: () => Promise<void>) {
  await page.goto(`${house.url}/`)
  await each()
  await follow(page, 'a[href="/apply"]')
  await each()
  await follow(page, 'main button')
  for (const section of sections) {
    await page.waitForURL(`**/apply/${section.id}`)
    await each()
    typed.idNumber = idNumber
    await fill(page, section.fields)
    await follow(page, '.actions button')
    // Without JavaScript a question that hangs on another comes up once that one is answered.
    for (
      let round = 0;
      round < 3 && page.url().endsWith(`/apply/${section.id}`) && section.fields.length > 0;
      round++
    ) {
      await fill(page, section.fields)
      await follow(page, '.actions button')
    }
  }
  await page.waitForSelector('#case-number')
  await each()
  return {
    caseNumber: (await page.textContent('#case-number'))?.trim() ?? '',
    accessCode: (await page.textContent('#access-code'))?.trim() ?? '',
  }
}

describe.each([
  { width: 360, javaScriptEnabled: false, sequence: 1 },
  { width: 360, javaScriptEnabled: true, sequence: 2 },
  { width: 1280, javaScriptEnabled: false, sequence: 3 },
  { width: 1280, javaScriptEnabled: true, sequence: 4 },
])('at $width px with JavaScript $javaScriptEnabled', ({ width, javaScriptEnabled, sequence }) => {
  let context: BrowserContext
  let page: Page
  beforeAll(async () => {
    context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled, locale: 'zh-CN' })
    page = await context.newPage()
  })
  afterAll(() => context.close())

  it('a worker fills in the form and finds the case on the status page', async () => {
    const check = javaScriptEnabled ? () => expectAccessible(page) : async () => undefined
    const { caseNumber, accessCode } = await apply(page, inventIdNumber('1977-01-01', '1', sequence), check)
    await eventually(async () => {
      const answer = await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })
      return answer.text.includes('under_review') ? true : undefined
    })
    await page.goto(`${house.url}/status`)
    await page.fill('#caseNumber', caseNumber.toLowerCase())
    await page.fill('#accessCode', accessCode.replaceAll('-', ' '))
    await follow(page, 'main button')
    await check()
    expect(await page.textContent('main')).toContain('低于')
    expect(await page.textContent('main')).toContain('乌**')
    expect(page.url()).not.toContain(accessCode)
  })
})

describe('the form', () => {
  it('says at the top and at the field what is wrong, and keeps what was typed', async () => {
    const page = await phonePage()
    await page.goto(`${house.url}/apply`)
    await follow(page, 'main button')
    await page.fill('#name', '张三')
    await page.fill('#idNumber', '150203197701010010')
    await follow(page, '.actions button')
    expect(await page.inputValue('#name')).toBe('张三')
    expect(await page.textContent('#idNumber-error')).toContain('18 位')
    expect(await page.locator('.summary a[href="#phone"]').count()).toBe(1)
    await expectAccessible(page)
    await page.close()
  })

  it('adds, changes and removes a family member', async () => {
    const page = await phonePage()
    await page.goto(`${house.url}/apply`)
    await follow(page, 'main button')
    await page.goto(`${house.url}/apply/members`)
    await follow(page, 'a[href^="/apply/members/"]')
    await fill(page, memberFields)
    await expectAccessible(page)
    await page.click('.actions button')
    await page.waitForURL('**/apply/members')
    expect(await page.textContent('.card')).toContain('配偶')
    await follow(page, '.card button')
    expect(await page.locator('.card').count()).toBe(0)
    await page.close()
  })

  it('goes on in another browser, and tells how far it is', async () => {
    const page = await phonePage()
    await page.goto(`${house.url}/apply`)
    await expectAccessible(page)
    await follow(page, 'main button')
    await follow(page, 'a[href="/apply/later"]')
    await expectAccessible(page)
    const number = (await page.textContent('#draft-number'))?.trim() ?? ''
    const code = (await page.textContent('#access-code'))?.trim() ?? ''
    const other = await phonePage()
    await other.goto(`${house.url}/apply`)
    await follow(other, 'a[href="/apply/resume"]')
    await other.fill('#number', number)
    await other.fill('#accessCode', 'AAAA-BBBB-CCCC')
    await follow(other, 'main button')
    expect(await other.textContent('.summary')).toContain('没有找到')
    await expectAccessible(other)
    await other.fill('#number', number)
    await other.fill('#accessCode', code)
    await other.click('main button')
    await other.waitForURL('**/apply/overview')
    await expectAccessible(other)
    await other.click('main .button')
    await other.waitForURL('**/apply/person')
    await page.close()
    await other.close()
  })

  it('asks with JavaScript as soon as an answer brings a question up, and tells at once what is wrong', async () => {
    const page = await phonePage()
    await page.goto(`${house.url}/apply`)
    await follow(page, 'main button')
    await page.goto(`${house.url}/apply/household`)
    const months = page.locator('#urbanResidenceMonths')
    expect(await months.count()).toBe(0)
    await page.check('input[name=migrantWorker][value=yes]')
    await months.fill('zwölf')
    await months.blur()
    await page.waitForSelector('#urbanResidenceMonths-error')
    await expectAccessible(page)
    await months.fill('14')
    await months.blur()
    await page.waitForSelector('#urbanResidenceMonths-error', { state: 'detached' })
    await page.check('input[name=migrantWorker][value=no]')
    expect(await months.count()).toBe(0)
    await page.goto(`${house.url}/apply/person`)
    await page.fill('#idNumber', '150203197701010010')
    await page.locator('#idNumber').blur()
    await page.waitForSelector('#idNumber-error')
    await page.fill('#idNumber', inventIdNumber('1977-01-01', '1', 77))
    await page.locator('#idNumber').blur()
    await page.waitForSelector('#idNumber-error', { state: 'detached' })
    await page.close()
  })

  it('takes no POST without the token of its own page', async () => {
    const answer = await fetch(`${house.url}/apply/person`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'name=x',
    })
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('请重新开始')
  })

  it('speaks English when asked to, and goes on doing so', async () => {
    const page = await browser.newPage()
    await page.goto(`${house.url}/?lang=en`)
    await page.goto(`${house.url}/status`)
    expect(await page.textContent('h1')).toBe('Follow my case')
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    await page.close()
  })
})
