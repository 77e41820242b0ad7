import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../infra/seed/users.ts'
import { type House, openHouse } from '../system/house.ts'
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

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(overflow, `${page.url()} is wider than the window`).toBe(0)
}

const password = 'three unrelated words'

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

  it('a new member of staff sets up the sign-in, changes the password, signs out and comes back', async () => {
    const check = javaScriptEnabled ? () => expectAccessible(page) : async () => undefined
    const login = `browser-${width}-${javaScriptEnabled}`
    const administrator = await house.client('administrator')
    const { body } = await administrator.createUser({
      body: { login, displayName: '其木格', role: 'office_clerk', area: '150203', officeId: '1502-MZT-150203' },
    })
    await page.goto(`${house.url}/account`)
    await page.waitForURL('**/sign-in?return=/account')
    await check()
    await page.fill('#login', login)
    await page.fill('#password', 'not this one at all')
    await follow(page, 'main button')
    expect(await page.textContent('.message')).toContain('登录名或密码不对')
    await check()
    await page.fill('#login', login)
    await page.fill('#password', body.firstPassword ?? '')
    await page.click('main button')
    await page.waitForURL('**/sign-in/set-up')
    await check()
    const codeSecret = (await page.textContent('#secret'))?.replaceAll(' ', '') ?? ''
    await page.fill('#code', codeOf({ codeSecret }))
    await page.fill('#password', password)
    await page.fill('#again', password)
    await page.click('main button')
    await page.waitForURL('**/account')
    await check()
    expect(await page.textContent('main')).toContain('包头市昆都仑区')
    expect(await page.textContent('main')).toContain('部门经办')

    await page.fill('#current', password)
    await page.fill('#password', `${password} more`)
    await page.fill('#again', `${password} more`)
    await page.click('form[action="/account/password"] button')
    await page.waitForURL('**/account?done=password')
    expect(await page.textContent('[role=status]')).toContain('密码已修改')
    await page.click('form[action="/sign-out"] button')
    await page.waitForURL('**/sign-in?done=out')
    expect(await page.textContent('main')).toContain('您已退出登录')

    await page.fill('#login', login)
    await page.fill('#password', `${password} more`)
    await page.click('main button')
    await page.waitForURL('**/sign-in/code')
    await check()
    await page.fill('#code', codeOf({ codeSecret }, Date.now() + 30_000))
    await page.click('main button')
    await page.waitForURL('**/account')
  })
})

describe('the sign-in', () => {
  it('speaks English when asked to, and keeps the way back', async () => {
    const page = await browser.newPage()
    await page.goto(`${house.url}/sign-in?return=/account?lang=en`)
    await follow(page, 'a.language[hreflang=en]')
    expect(await page.textContent('h1')).toBe('Staff sign-in')
    expect(await page.inputValue('input[name=return]')).toBe('/account?lang=en')
    await page.close()
  })
})
