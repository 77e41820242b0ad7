import type { Household } from '@jiekun/schema'
import { dayInChina } from '@jiekun/worker'
import type { Page } from 'playwright-core'
import { type Answers, askedSections, type PageAnswers } from '../../services/registration/src/apply/answers.ts'
import { type Field, isAsked, memberFields } from '../../services/registration/src/apply/sections.ts'
import { answersOf, guardianAnswers } from '../generators/form-answers.ts'
import { follow } from './browser.ts'

/** Who applies, as they answer the page that asks for it. */
export interface TypedPerson {
  name: string
  idNumber: string
  phone: string
  address: string
}

/** What somebody holds in their hands once the form has gone. */
export interface CaseKey {
  caseNumber: string
  accessCode: string
}

/** Without waiting for two frames at each tick: that nothing is in the way is what the tests of the keyboard and of targets are for. */
const quickly = { force: true }

/** Answers the questions of a page that are there, one after another, as a person does. */
export async function answerPage(page: Page, fields: readonly Field[], answers: PageAnswers): Promise<void> {
  const scripted = await page.evaluate<boolean>('matchMedia("(scripting: enabled)").matches')
  const shown = new Set(
    await page.evaluate<string[]>('[...document.querySelectorAll("main [name]")].map((each) => each.name)'),
  )
  for (const field of fields) {
    const texts = answers[field.name] ?? []
    // With JavaScript a question comes up as soon as it is asked for, without it on the page after.
    if (!isAsked(field, fields, answers) || !(scripted || shown.has(field.name))) continue
    await answerField(page, field, texts)
  }
}

async function answerField(page: Page, field: Field, [text = '', ...others]: readonly string[]): Promise<void> {
  const listed = 'values' in field && field.kind === 'choice' && field.values.length > 5
  switch (field.kind) {
    case 'yesNo':
    case 'choice':
    case 'checks':
      if (listed) await page.selectOption(`#${field.name}`, text)
      else
        for (const value of [text, ...others].filter((each) => each !== ''))
          await page.check(`input[name=${field.name}][value="${value}"]`, quickly)
      return
    case 'county':
    case 'anyCounty':
      await page.selectOption(`#${field.name}`, text)
      return
    default:
      if (text !== '') await page.fill(`#${field.name}`, text)
  }
}

/** Answers a page and goes on from it; without JavaScript what came up by the answers is answered on the same page again. */
async function passPage(page: Page, fields: readonly Field[], answers: PageAnswers): Promise<void> {
  const before = page.url()
  for (let round = 0; round < 4; round++) {
    await answerPage(page, fields, answers)
    await follow(page, '.actions button')
    if (page.url() !== before || fields.length === 0) return
  }
  throw new Error(`${before} is never whole: ${await page.locator('.summary').allTextContents()}`)
}

/** Fills the whole form in for a household, from the front page to the sheet with the case number. */
export async function applyFor(
  page: Page,
  houseUrl: string,
  { household, person }: { household: Household; person: TypedPerson },
): Promise<CaseKey> {
  const { applicant, answers } = answersOf(household)
  await page.goto(`${houseUrl}/`)
  await follow(page, 'a[href="/apply"]')
  await follow(page, 'main button')
  const pages: Record<string, PageAnswers> = {
    ...answers.pages,
    person: {
      ...Object.fromEntries(Object.entries(person).map(([name, text]) => [name, [text]])),
      countyCode: [household.countyCode],
      applicantAlive: [applicant ? 'yes' : 'no'],
    },
    consents: { consents: ['registration', 'civil_affairs_check', 'department_sharing'], declaration: ['true'] },
  }
  const members: Answers['members'] = []
  const today = dayInChina(new Date())
  for (const { id } of askedSections({ pages, members }, today)) {
    await page.waitForURL(`**/apply/${id}`)
    if (id === 'members')
      for (const member of answers.members) {
        await follow(page, 'p > a[href^="/apply/members/"]')
        // The form gives each member an id of its own, after which the questions to a guardian are named.
        members.push({ ...member, id: new URL(page.url()).pathname.split('/').at(-1) ?? '' })
        await passPage(page, memberFields, member.answers)
      }
    const typed = { pages, members }
    const fields = askedSections(typed, today).find((each) => each.id === id)?.fields ?? []
    const guardians = id === 'consents' ? guardianAnswers(typed, today) : {}
    await passPage(page, fields, { ...pages[id], ...guardians })
  }
  return {
    caseNumber: (await page.textContent('#case-number'))?.trim() ?? '',
    accessCode: (await page.textContent('#access-code'))?.trim() ?? '',
  }
}
