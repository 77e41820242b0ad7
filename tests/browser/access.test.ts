import type { Language } from '@jiekun/schema'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sections } from '../../services/registration/src/apply/sections.ts'
import { answersOf } from '../generators/form-answers.ts'
import { inventIdNumber } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { type House, openHouse } from '../system/house.ts'
import { findFaults, findOverflow, findSmallTargets, findUnmarkedChinese } from './audit-page.ts'
import { openBrowser } from './browser.ts'
import { stopOf, typistAt } from './keyboard.ts'
import { modelledMs, weighPage } from './page-weight.ts'
import { type Mode, type PublicPage, publicPages } from './public-pages.ts'
import { openWorld, type PublicWorld } from './public-world.ts'

let house: House
let browser: Browser
let world: PublicWorld
beforeAll(async () => {
  house = await openHouse()
  const opened = openBrowser()
  world = await openWorld(house)
  browser = await opened
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

/** Bytes that a page may take with all it loads. */
const mostBytes = 50_000
/** Until a page can be used on a slow telephone by whoever comes to it first. */
const mostMs = 3000

/** As a page is read that is to be read in no particular way. */
const usualModes: readonly Mode[] = [{ language: 'zh-CN' }, { language: 'en' }]

/** What is wrong with a page, in words; nothing where it is as it is promised. */
async function audit(context: BrowserContext, each: PublicPage, language: Language): Promise<string[]> {
  const { status, shows = status === 422 ? '.summary' : 'main h1', open } = each
  const page = await context.newPage()
  const { read } = await weighPage(page)
  let answered = 0
  page.on('response', (response) => {
    const isPage = response.request().isNavigationRequest() || response.request().method() === 'POST'
    if (isPage && (response.status() < 300 || response.status() >= 400)) answered = response.status()
  })
  await open({ page, world })
  const weight = read()
  return [
    ...(answered === status ? [] : [`answers ${answered} and not ${status}`]),
    ...((await page.locator(shows).count()) > 0 ? [] : [`does not show ${shows}`]),
    ...(weight.bytes < mostBytes ? [] : [`weighs ${weight.bytes} bytes`]),
    ...(modelledMs(weight) < mostMs ? [] : [`takes ${modelledMs(weight)} ms on slow 3G`]),
    ...(language === 'en' ? await findUnmarkedChinese(page) : []),
    ...(await findFaults(page)),
    ...(await findSmallTargets(page)),
    ...(await findOverflow(page)),
  ]
}

describe('every public page in every state can be read and tapped, fits a small telephone and is light', () => {
  it.concurrent.each(publicPages)('$name', async (page) => {
    for (const { language, elder = 'no' } of page.mode ? [page.mode] : usualModes) {
      const context = await browser.newContext({ viewport: { width: 360, height: 800 } })
      await context.addCookies(
        Object.entries({ lang: language, elder }).map(([name, value]) => ({ name, value, url: house.url })),
      )
      const faults = await audit(context, page, language)
      await context.close()
      expect(faults, language).toEqual([])
    }
  })
})

describe('the keyboard alone', () => {
  it('fills in and sends a whole application, and is led to what is wrong and out of it', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 800 }, locale: 'zh-CN' })
    const typist = typistAt(page)
    const { household } = workedHousehold('H05')
    const { applicant, answers } = answersOf(household)
    await page.goto(`${house.url}/apply`)
    await page.keyboard.press('Tab')
    expect(await stopOf(page)).toMatchObject({ text: '跳到正文', isSeen: true })
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await stopOf(page)).toMatchObject({ tag: 'input', inMain: true })
    await typist.reach(({ tag }) => tag === 'button')
    await typist.enter()

    await typist.answer({})
    await page.waitForSelector('.summary:focus')
    expect((await stopOf(page)).isSeen).toBe(true)
    await typist.reach(({ text }) => text.includes('身份证'))
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('idNumber')
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('name')
    await page.goto(`${house.url}/apply/person`)

    const pages = {
      ...answers.pages,
      person: {
        name: ['乌云·其木格'],
        idNumber: [inventIdNumber(applicant?.birthDate ?? '', applicant?.sex ?? '', 71)],
        phone: ['13800138071'],
        countyCode: ['150102'],
        address: ['幸福小区 3 号楼'],
        applicantAlive: ['yes'],
      },
      household: { ...answers.pages.household, hukouCountyCode: ['150102'] },
      consents: { consents: ['registration', 'civil_affairs_check', 'department_sharing'], declaration: ['true'] },
    }
    for (const { id } of sections) {
      await page.waitForURL(`**/apply/${id}`)
      if (id === 'members')
        for (const member of answers.members) {
          await typist.reach(({ text }) => text.includes('添加'))
          await typist.enter()
          await typist.answer(member.answers)
        }
      if (id === 'documents' || id === 'check' || id === 'members') {
        await typist.reach(({ tag, text }) => tag === 'button' && /下一步|提交/.test(text))
        await typist.enter()
      } else await typist.answer(new Map(Object.entries(pages)).get(id) ?? {})
    }
    expect(await page.locator('#case-number').count()).toBe(1)
    await page.close()
  })

  it('follows a case and tells of a change on its page', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' })
    const typist = typistAt(page)
    const { caseNumber, accessCode } = world.cases.underReview
    await page.goto(`${house.url}/status`)
    await typist.answer({ caseNumber: [caseNumber], accessCode: [accessCode] })
    await typist.reach(({ tag, text }) => tag === 'summary' && text.includes('家里情况有变化'))
    await page.keyboard.press('Enter')
    await typist.reach(({ tag }) => tag === 'textarea')
    await page.keyboard.type('大儿子考上了大学')
    await typist.reach(({ tag }) => tag === 'button')
    await typist.enter()
    await page.waitForSelector('[role=alert]:focus')
    expect(await page.textContent('main')).toContain('大儿子考上了大学')
    await page.close()
  })

  it('goes round every page of the form and is caught nowhere', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'zh-CN' })
    await context.addCookies([{ name: 'draft', value: world.drafts.whole, url: `${house.url}/apply` }])
    const page = await context.newPage()
    for (const path of ['person', 'income', 'documents', 'consents', 'check']) {
      await page.goto(`${house.url}/apply/${path}`)
      let isRound = false
      for (let stops = 0; stops < 400 && !isRound; stops++) {
        await page.keyboard.press('Tab')
        isRound = await page.evaluate<boolean>(`(() => {
          const each = document.activeElement
          if (each === document.body || each.matches('.skip') && ${stops} > 0) return true
          each.dataset.reached = 'true'
          return false
        })()`)
      }
      const left = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
        .filter((each) => each.checkVisibility() && !each.closest('.trap') && !each.dataset.reached)
        .filter((each) => each.type !== 'radio' || !document.querySelector('[data-reached][name="' + each.name + '"]'))
        .map((each) => each.outerHTML.slice(0, 120))`)
      expect({ path, isRound, left }).toEqual({ path, isRound: true, left: [] })
    }
    await context.close()
  })
})
