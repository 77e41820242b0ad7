import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inventIdNumber } from '../generators/person.ts'
import { eventually, type House, openHouse } from '../system/house.ts'
import { openReviewDesk, type ReviewDesk } from '../system/review.ts'
import { countOf } from '../system/rows.ts'
import { silenceOffices } from '../system/untold-case.ts'
import { findFaults } from './audit-page.ts'
import { follow, openBrowser } from './browser.ts'
import { openLine } from './line.ts'
import { lookUp } from './public-pages.ts'
import { wholeDraft } from './public-world.ts'

let house: House
let browser: Browser
let desk: ReviewDesk
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  desk = await openReviewDesk(house)
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

/** A telephone that holds a whole form, at whatever address the house is reached. */
async function withForm(sequence: number, person: { name?: string; idNumber?: string } = {}): Promise<Page> {
  const { visitor } = await wholeDraft(house, sequence, person)
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'zh-CN' })
  const url = `${house.url}/apply`
  await context.addCookies([{ name: 'draft', value: visitor.cookies.get('draft') ?? '', url }])
  return context.newPage()
}
const sheetOf = async (page: Page) => ({
  caseNumber: (await page.textContent('#case-number'))?.trim() ?? '',
  accessCode: (await page.textContent('#access-code'))?.trim() ?? '',
})
const applications = () => countOf(house.db, 'applications')

describe('a whole form', () => {
  it('is sent once by two taps, a reload and the way back, and shows the same sheet each time', async () => {
    const page = await withForm(501)
    const before = await applications()
    await page.goto(`${house.url}/apply/check`)
    await Promise.all([page.waitForURL('**/apply/check'), page.dblclick('.actions button')])
    await page.waitForSelector('#case-number')
    const sheet = await sheetOf(page)
    await page.reload()
    expect(await sheetOf(page)).toEqual(sheet)
    await page.goto(`${house.url}/apply/check`)
    expect(await sheetOf(page)).toEqual(sheet)
    await page.goto(`${house.url}/apply/person`)
    expect(page.url()).toBe(`${house.url}/apply`)
    expect((await applications()) - before).toBe(1)
    await page.context().close()
  })

  it('is there once where the network lost the answer and it was sent again', async () => {
    const page = await withForm(502)
    const before = await applications()
    const line = await openLine(house.url, /\/apply\/check$/)
    const address = `${line.url.replace('localhost', '127.0.0.1')}/apply/check`
    await page.goto(address)
    line.does = 'lose-answer'
    await Promise.all([page.waitForEvent('requestfailed'), page.click('.actions button', { noWaitAfter: true })])
    expect(line.cuts).toBeGreaterThan(0)
    line.does = 'work'
    // The browser is still putting up its own page that says so.
    await eventually(() =>
      page.goto(address).then(
        () => true,
        () => undefined,
      ),
    )
    const { caseNumber } = await sheetOf(page)
    expect(caseNumber).toMatch(/^1508-/)
    expect((await applications()) - before).toBe(1)
    await page.context().close()
    line.close()
  })

  it('keeps the answers of a page that somebody goes back to, and those of two tabs', async () => {
    const page = await withForm(503)
    const other = await page.context().newPage()
    await page.goto(`${house.url}/apply/housing`)
    await other.goto(`${house.url}/apply/income`)
    await page.fill('#rentMonthYuan', '777')
    await follow(page, '.actions button')
    await other.fill('#financialAssetsYuan', '888')
    await follow(other, '.actions button')
    await page.goBack()
    expect(await page.inputValue('#rentMonthYuan')).toBe('777')
    await page.goto(`${house.url}/apply/check`)
    for (const amount of ['777', '888']) expect(await page.textContent('main')).toContain(amount)
    await page.context().close()
  })

  it('goes on where its cookie was lost in the middle, with what was typed on that page', async () => {
    const page = await withForm(504)
    await page.goto(`${house.url}/apply/later`)
    const number = (await page.textContent('#draft-number'))?.trim() ?? ''
    const code = (await page.textContent('#access-code'))?.trim() ?? ''
    await page.goto(`${house.url}/apply/housing`)
    await page.context().clearCookies()
    await page.fill('#rentMonthYuan', '654.50')
    await follow(page, '.actions button')
    expect(await page.textContent('h1')).toContain('打不开了')
    await page.fill('#number', number)
    await page.fill('#accessCode', 'AAAA-BBBB-CCCC')
    await follow(page, 'form[action="/apply/resume"] button')
    await page.fill('#number', number)
    await page.fill('#accessCode', code)
    await follow(page, 'form[action="/apply/resume"] button')
    expect(page.url()).toBe(`${house.url}/apply/housing`)
    expect(await page.inputValue('#rentMonthYuan')).toBe('654.50')
    await page.goto(`${house.url}/apply/person`)
    expect(await page.inputValue('#name')).toBe('乌云·其木格')
    await page.context().close()
  })
})

/** An ID number whose check character is X. */
const endingInX = (): string => {
  for (let sequence = 0; sequence < 499; sequence++) {
    const idNumber = inventIdNumber('1976-05-04', '2', sequence)
    if (idNumber.endsWith('X')) return idNumber
  }
  throw new Error('none')
}

describe('a name', () => {
  it.each([
    ['<script>document.title="run"</script>', '<***'],
    ['"><img src=x onerror=document.title="run">', '"***'],
    ['张😀三', '张**'],
    ['𠮷野', '𠮷*'],
    ['阿拉坦·乌云其木格', '阿***'],
    ['娜'.repeat(100), '娜***'],
  ])('%s is shown as it is on every page, and masked as it is', async (name, masked) => {
    const sequence = 510 + [...name].length
    const idNumber = name.startsWith('阿') ? endingInX() : inventIdNumber('1977-05-04', '2', sequence % 499)
    const page = await withForm(sequence, { name, idNumber })
    await page.goto(`${house.url}/apply/person`)
    expect([await page.inputValue('#name'), await page.inputValue('#idNumber')]).toEqual([name, idNumber])
    await page.goto(`${house.url}/apply/check`)
    const shown = (await page.textContent('main')) ?? ''
    expect([shown.includes(name), shown.includes(idNumber)]).toEqual([true, true])
    await follow(page, '.actions button')
    const key = await sheetOf(page)
    await desk.approveSoon(key.caseNumber)

    await lookUp(page, house.url, key)
    expect(await page.locator('dd', { hasText: masked }).first().textContent()).toBe(masked)
    await follow(page, 'form[action="/status/card"] button')
    expect(await page.textContent('#card')).not.toContain(name)
    await lookUp(page, house.url, key)
    const waiting = page.waitForEvent('download')
    await page.click('form[action="/status/export"] button')
    const copy = await (await waiting).createReadStream().then((stream) => stream.toArray())
    const kept = await page.context().newPage()
    await kept.setContent(Buffer.concat(copy).toString('utf8'))
    expect(await kept.textContent('body')).toContain(name)
    expect(await kept.title()).not.toBe('run')
    expect(await kept.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
    // The same page for every name.
    if (name.startsWith('<')) expect(await findFaults(kept)).toEqual([])
    await page.context().close()

    const params = { caseNumber: key.caseNumber }
    const body = { fields: ['name' as const, 'idNumber' as const], reason: '核对姓名和证件' }
    const revealed = await desk.reviewer.revealIdentity({ params, body })
    expect(revealed.body).toMatchObject({ name, idNumber })
    const { application } = (await desk.reviewer.readApplication({ params })).body
    expect(application.applicant.name).toBe(masked)
  })
})
