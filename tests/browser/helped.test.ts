import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Field, memberFields, sections } from '../../services/registration/src/apply/sections.ts'
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

const typed: Record<string, string> = {
  name: '斯琴',
  phone: '13800138000',
  address: '幸福小区 3 号楼',
  countyCode: '150203',
  hukouCountyCode: '150203',
  workerStatus: 'on_job',
  applicantAlive: 'yes',
}
const answerOf = (field: Field): string =>
  typed[field.name] ?? (field.kind === 'yesNo' ? 'no' : field.kind === 'choice' ? (field.values[0] ?? '') : '0')

/** Fills in the pages that are the same for everybody, and a child of eight, past the browser. */
async function fillOthers(page: Page, idNumber: string): Promise<void> {
  typed.idNumber = idNumber
  const csrf = (await page.getAttribute('input[name=csrf]', 'value')) ?? ''
  for (const { id, fields } of sections) {
    if (['members', 'documents', 'consents', 'check'].includes(id)) continue
    const asked = fields.filter(({ kind, optional }) => kind !== 'checks' && !optional)
    const form = { csrf, ...Object.fromEntries(asked.map((field) => [field.name, answerOf(field)])) }
    await page.request.post(`${house.url}/apply/${id}`, { form, headers: { origin: house.url } })
  }
  const child = { relation: 'child', birthDate: '2018-05-01', workerStatus: 'none' }
  const form = { csrf, ...Object.fromEntries(memberFields.map((field) => [field.name, answerOf(field)])), ...child }
  await page.request.post(`${house.url}/apply/members/child-1`, { form, headers: { origin: house.url } })
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(overflow, `${page.url()} is wider than the window`).toBe(0)
}
const textOf = async (page: Page, selector: string): Promise<string> => (await page.textContent(selector))?.trim() ?? ''

it.each([
  { javaScriptEnabled: true, sequence: 301 },
  { javaScriptEnabled: false, sequence: 302 },
])(
  'a neighbour applies for a mother and her child, follows the case, and is ended: JavaScript $javaScriptEnabled',
  async ({ javaScriptEnabled, sequence }) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, javaScriptEnabled })
    const page = await context.newPage()
    const check = (_name: string): Promise<void> => (javaScriptEnabled ? expectAccessible(page) : Promise.resolve())
    /** Goes on, once more where questions come up by what was answered. */
    const goOn = () => follow(page, 'main .actions button')

    await page.goto(`${house.url}/apply`)
    await check('start')
    await page.check('input[name=applyingFor][value=neighbour]')
    await goOn()
    await page.waitForURL('**/apply/agent')
    await page.check('input[name=knownAgent][value=no]')
    await page.check('input[name=messagesTo][value=both]')
    if (!javaScriptEnabled) await goOn()
    await check('agent')
    await page.fill('#agentName', '巴特尔')
    await page.fill('#agentPhone', '13911112222')
    await goOn()
    expect(await page.textContent('#agentAgreed-error')).toContain('需要勾选')
    await check('agent-wrong')
    await page.check('input[name=agentAgreed]')
    await goOn()
    await page.waitForURL('**/apply/person')
    await fillOthers(page, inventIdNumber('1985-01-01', '2', sequence))

    await page.goto(`${house.url}/apply/consents`)
    expect(await page.textContent('main')).toContain('第 1 位家人（子女，2018年5月1日出生）不满 14 周岁')
    for (const purpose of ['registration', 'civil_affairs_check', 'department_sharing']) {
      await page.check(`input[name=consents][value=${purpose}]`)
    }
    await page.check('input[name=declaration]')
    await goOn()
    await check('consents-wrong')
    expect(await page.locator('.summary a[href^="#guardian-"]').count()).toBe(1)
    await page.check('input[value=parent]')
    if (!javaScriptEnabled) await goOn()
    await page.fill('input[name^="guardianName-"]', '斯琴')
    await page.check('input[name^="guardianAgrees-"]')
    await check('consents')
    await goOn()
    await page.waitForURL('**/apply/check')
    await check('summary')
    expect(await page.textContent('main')).toContain('孩子的父亲或母亲，不是申请人')
    await follow(page, 'form[action="/apply/check"] button[type=submit]')
    await check('receipt')
    const [caseNumber, accessCode, agentNumber, agentCode] = [
      await textOf(page, '#case-number'),
      await textOf(page, '#access-code'),
      await textOf(page, '#agent-number'),
      await textOf(page, '#agent-code'),
    ]
    await eventually(async () => {
      const answer = await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })
      return answer.text.includes('"state":"submitted"') ? undefined : true
    })

    const lookAsAgent = async () => {
      await page.goto(`${house.url}/helping`)
      await page.fill('#agentNumber', agentNumber.toLowerCase())
      await page.fill('#agentCode', agentCode.replaceAll('-', ' '))
      await follow(page, 'main button')
    }
    await page.goto(`${house.url}/helping`)
    await check('helping')
    await lookAsAgent()
    await check('helping-list')
    await follow(page, 'form[action="/helping/case"] button')
    await check('helping-case')
    expect(await page.textContent('main')).toContain(caseNumber)

    await page.goto(`${house.url}/status`)
    await page.fill('#caseNumber', caseNumber)
    await page.fill('#accessCode', accessCode)
    await follow(page, 'main button')
    expect(await page.textContent('main')).toContain('代办人查看了办理进度和材料清单')
    if (javaScriptEnabled) {
      for (const summary of await page.locator('summary').all()) await summary.click()
    }
    await check('status')
    await follow(page, 'button[name=ends]')
    await check('status-ended')
    expect(await textOf(page, '#access-code')).not.toBe(accessCode)
    await lookAsAgent()
    expect(await page.textContent('main')).toContain('现在没有由您代办的申请')
    await check('helping-none')
    await context.close()
  },
)
