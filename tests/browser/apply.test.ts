import { type Household, type Member, membersSchema } from '@jiekun/schema'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { memberFields, type sections } from '../../services/registration/src/apply/sections.ts'
import { inventIdNumber } from '../generators/person.ts'
import { workedHousehold, workedIds } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from '../system/house.ts'
import { eventOf } from '../system/untold-case.ts'
import { findFaults } from './audit-page.ts'
import { follow, openBrowser } from './browser.ts'
import { applyFor } from './fill-form.ts'

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

/** Each of four browsers, and both languages on each of them, fills in households of its own. */
const browsers = workedIds.map((id, at) => ({
  id,
  sequence: at + 100,
  width: at % 2 === 0 ? 360 : 1280,
  javaScriptEnabled: Math.floor(at / 2) % 2 === 0,
  language: Math.floor(at / 4) % 2 === 0 ? 'zh-CN' : 'en',
}))

/** The measures and the decision, as worked households tell them. */
const outcomeSchema = z.looseObject({
  archiveDecision: z.string(),
  unionCategory: z.string(),
  taskGroups: z.array(z.string()),
  aid: z.record(z.string(), z.array(z.string())),
})

/**
 * What the house determines of an application that lies as it came in, on the day that the household is worked out for
 * and with what the register knows of it: the form asks for neither.
 */
async function determinedOn({ asOf, facts }: Household, caseNumber: string) {
  const stored = await house.db
    .prepare(
      `UPDATE applications SET submitted_at = ?2, version = version + 1, facts = json_set(facts, '$.archiveStatus', ?3)
       WHERE id = ?1 RETURNING version, county_code AS countyCode`,
    )
    .bind(caseNumber, Date.parse(`${asOf}T04:00:00Z`), facts.archiveStatus)
    .first<{ version: number; countyCode: string }>()
  if (!stored) throw new Error(`${caseNumber} is not stored`)
  const { version, countyCode } = stored
  const told = eventOf({ caseNumber, countyCode, determinationId: '' }, 'application.submitted', { version })
  await house.deliver('eligibility', [told])
  const staff = await house.client('region_supervisor')
  const { body } = await staff.listDeterminations({ query: { caseNumber, limit: 10 } })
  const made = body.items.find((each) => each.applicationVersion === version)
  const { archiveDecision, unionCategory, taskGroups, aid } = outcomeSchema.parse(made)
  return { asOf: made?.asOf, outcome: { archiveDecision, unionCategory, taskGroups, aid } }
}

/** What is stored of the facts and the members, without the ids that the form gives them. */
async function storedHousehold(caseNumber: string) {
  const row = await house.db
    .prepare('SELECT facts, members FROM applications WHERE id = ?')
    .bind(caseNumber)
    .first<{ facts: string; members: string }>()
  return {
    facts: JSON.parse(row?.facts ?? ''),
    members: withoutIds(membersSchema.parse(JSON.parse(row?.members ?? ''))),
  }
}
const withoutIds = (members: readonly Member[]) => members.map(({ memberId: _, ...member }) => member)

describe('the twelve worked households, typed in by somebody', () => {
  it.concurrent.each(browsers)('$id at $width px with JavaScript $javaScriptEnabled in $language', async (browsed) => {
    const { id, sequence, width, javaScriptEnabled, language } = browsed
    const { household, expected } = workedHousehold(id)
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled, locale: language })
    const page = await context.newPage()
    await page.goto(`${house.url}/?lang=${language}`)
    const applicant = household.members.find(({ relation }) => relation === 'applicant')
    const person = {
      name: '乌云·其木格',
      idNumber: inventIdNumber(applicant?.birthDate ?? '1976-01-01', applicant?.sex ?? '1', sequence),
      phone: `13800138${sequence}`,
      address: '幸福小区 3 号楼',
    }
    const { caseNumber, accessCode } = await applyFor(page, house.url, { household, person })
    await eventually(async () => {
      const answer = await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })
      return answer.text.includes('"state":"submitted"') ? undefined : true
    })
    const { facts, members } = await storedHousehold(caseNumber)
    // A household's own order of its causes is lost among boxes to tick, and means nothing.
    const secondaryCauses = household.facts.secondaryCauses.toSorted((a, b) => a - b)
    expect(facts).toEqual({ ...household.facts, secondaryCauses, archiveStatus: 'none' })
    expect(members).toEqual(withoutIds(household.members))

    await page.goto(`${house.url}/status`)
    await page.fill('#caseNumber', caseNumber.toLowerCase())
    await page.fill('#accessCode', accessCode.replaceAll('-', ' '))
    await follow(page, 'main button')
    expect(await page.textContent('main')).toContain('乌**')
    expect(await page.getAttribute('html', 'lang')).toBe(language)
    expect(page.url()).toBe(`${house.url}/status`)
    await context.close()

    const { asOf, outcome } = await determinedOn(household, caseNumber)
    expect({ asOf, outcome }).toEqual({ asOf: household.asOf, outcome: expected })
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
    await page.close()
  })

  it('adds, changes and removes a family member', async () => {
    const page = await phonePage()
    await page.goto(`${house.url}/apply`)
    await follow(page, 'main button')
    await page.goto(`${house.url}/apply/members`)
    await follow(page, 'a[href^="/apply/members/"]')
    await fill(page, memberFields)
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
    await follow(page, 'main button')
    await follow(page, 'a[href="/apply/later"]')
    const number = (await page.textContent('#draft-number'))?.trim() ?? ''
    const code = (await page.textContent('#access-code'))?.trim() ?? ''
    const other = await phonePage()
    await other.goto(`${house.url}/apply`)
    await follow(other, 'a[href="/apply/resume"]')
    await other.fill('#number', number)
    await other.fill('#accessCode', 'AAAA-BBBB-CCCC')
    await follow(other, 'main button')
    expect(await other.textContent('.summary')).toContain('没有找到')
    await other.fill('#number', number)
    await other.fill('#accessCode', code)
    await other.click('main button')
    await other.waitForURL('**/apply/overview')
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
    expect(await findFaults(page)).toEqual([])
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
    expect(await answer.text()).toContain('打不开了')
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
