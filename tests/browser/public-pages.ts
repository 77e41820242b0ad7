import type { Language } from '@jiekun/schema'
import type { Page } from 'playwright-core'
import { sections } from '../../services/registration/src/apply/sections.ts'
import { correctedPages } from '../../services/registration/src/own-correction/pages.ts'
import { follow } from './browser.ts'
import type { CaseKey } from './fill-form.ts'
import { type CaseKind, caseKinds, knownMember, type PublicWorld } from './public-world.ts'

/** How somebody reads a page. */
export interface Mode {
  language: Language
  elder?: 'yes'
}

/** A public page in one of its states; a page that joins the house joins this table by a line. */
export interface PublicPage {
  name: string
  /** What it answers with. */
  status: number
  /** What stands on it in this state and in no other; a summary of errors where it answers 422. */
  shows?: string
  /** How its reader has set the pages; in Chinese and in English, and in standard type, where nothing is said. */
  mode?: Mode
  open(visit: Visit): Promise<unknown>
}

/** A browser that knows nobody yet, and the house that it looks at. */
export interface Visit {
  page: Page
  world: PublicWorld
}

/** A page that an address leads to. */
const at = (name: string, path: string, status = 200): PublicPage => ({
  name,
  status,
  open: ({ page, world }) => page.goto(world.house.url + path),
})

interface Held {
  cookie: 'draft' | 'facts'
  /** Where the browser sends it. */
  under: string
  valueIn(world: PublicWorld): string
}
interface Further {
  status?: number
  after?: (page: Page) => Promise<unknown>
}

/** A page that shows what a browser has open by its cookie. */
const holding = (name: string, held: Held, path: string, { status = 200, after }: Further): PublicPage => ({
  name,
  status,
  open: async ({ page, world }) => {
    const { url } = world.house
    await page.context().addCookies([{ name: held.cookie, value: held.valueIn(world), url: url + held.under }])
    await page.goto(url + path)
    await after?.(page)
  },
})

/** A page of the form, in a browser that holds a draft. */
const inDraft = (name: string, draft: keyof PublicWorld['drafts'], path: string, further: Further = {}): PublicPage =>
  holding(name, { cookie: 'draft', under: '/apply', valueIn: ({ drafts }) => drafts[draft] }, path, further)

/** Sends the form of a page as it lies there. */
const send = (page: Page): Promise<void> => follow(page, '.actions button')

/** What tells the states of a case apart on its page. */
const signs: Record<CaseKind, string> = {
  submitted: 'ol.timeline:empty',
  underReview: 'form[action="/status/withdrawals"]',
  returned: 'form[action="/status/hand-back"]',
  publicNotice: 'form[action="/status/withdrawals"]',
  approved: 'form[action="/status/confirmations"]',
  completed: '#measures',
  declined: '#request-appeal',
  appealed: '#requests + ul.seen',
  answered: '#requests + ul.seen',
  withdrawn: 'main:not(:has(#requests))',
  remainedClosed: '#request-appeal',
  erased: 'main:not(:has(#mine))',
}

/** The status page of a case, as far as its applicant goes on from it. */
const ofCase = (
  name: string,
  kind: CaseKind,
  { status = 200, after }: { status?: number; after?: (page: Page, key: CaseKey) => Promise<unknown> } = {},
): PublicPage => ({
  name,
  status,
  ...(status === 200 && !after ? { shows: signs[kind] } : {}),
  open: async ({ page, world }) => {
    await lookUp(page, world.house.url, world.cases[kind])
    await after?.(page, world.cases[kind])
  },
})

/** Opens a case as its applicant does. */
export async function lookUp(page: Page, houseUrl: string, { caseNumber, accessCode }: CaseKey): Promise<void> {
  await page.goto(`${houseUrl}/status`)
  await page.fill('#caseNumber', caseNumber)
  await page.fill('#accessCode', accessCode)
  await follow(page, 'main button')
}

/** Opens whatever is folded away: all of it is to be usable. */
const unfold = (page: Page): Promise<unknown> =>
  page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")

const wrongCode = { caseNumber: '1502-261125-00000000', accessCode: 'AAAA-BBBB-CCCC' }
const until = async (status: number, ask: () => Promise<{ status: number }>): Promise<void> => {
  for (let tries = 0; tries < 20; tries++) if ((await ask()).status === status) return
  throw new Error(`never ${status}`)
}

const asked = sections.filter(({ id }) => id !== 'check')
const withQuestions = asked.filter(({ fields }) => fields.length > 0)

const formPages: readonly PublicPage[] = [
  at('apply', '/apply'),
  ...[false, true].map(
    (isSent): PublicPage => ({
      name: isSent ? 'agent, with errors' : 'agent',
      status: isSent ? 422 : 200,
      open: async ({ page, world }) => {
        await page.goto(`${world.house.url}/apply`)
        await page.check('input[name=applyingFor][value=officer]')
        await follow(page, 'main button')
        if (isSent) await send(page)
      },
    }),
  ),
  ...asked.map(({ id }) => inDraft(`${id}, empty`, 'begun', `/apply/${id}`)),
  ...withQuestions.map(({ id }) =>
    inDraft(`${id}, with errors`, 'begun', `/apply/${id}`, { status: 422, after: send }),
  ),
  ...asked.map(({ id }) => inDraft(`${id}, filled`, 'whole', `/apply/${id}`)),
  inDraft('member, empty', 'begun', '/apply/members/new'),
  inDraft('member, with errors', 'begun', '/apply/members/new', { status: 422, after: send }),
  inDraft('member, filled', 'whole', `/apply/members/${knownMember}`),
  inDraft('documents, folded open', 'whole', '/apply/documents', { after: unfold }),
  inDraft('documents, one refused', 'begun', '/apply/documents', {
    status: 422,
    after: async (page) => {
      const buffer = Buffer.from('<svg onload="alert(1)"/>')
      await page.setInputFiles('#file-other-', { name: 'a.jpg', mimeType: 'image/jpeg', buffer })
      await page.waitForSelector('#file-other--error')
    },
  }),
  inDraft('check, unfinished', 'begun', '/apply/check', { status: 422, after: send }),
  inDraft('check, whole', 'whole', '/apply/check'),
  inDraft('overview, begun', 'begun', '/apply/overview'),
  inDraft('overview, whole', 'whole', '/apply/overview'),
  inDraft('later', 'whole', '/apply/later'),
  {
    name: 'an application is open already',
    status: 409,
    open: async (visit) => {
      await inDraft('', 'second', '/apply/check', { after: unfold }).open(visit)
      await visit.page.fill('#accessCode', visit.world.sentCode)
      await send(visit.page)
    },
  },
  { ...inDraft('sent', 'sent', '/apply/check'), shows: '#case-number' },
  at('resume', '/apply/resume'),
  {
    name: 'resume, wrong code',
    status: 404,
    open: async ({ page, world }) => {
      await page.goto(`${world.house.url}/apply/resume`)
      await page.fill('#number', '1500-261125-00000001')
      await page.fill('#accessCode', wrongCode.accessCode)
      await send(page)
    },
  },
  {
    name: 'resume, locked',
    status: 429,
    open: async ({ page, world }) => {
      await page.goto(`${world.house.url}/apply/resume`)
      await page.fill('#number', wrongCode.caseNumber)
      await page.fill('#accessCode', wrongCode.accessCode)
      await until(429, () => world.house.send('POST', '/api/v1/status', { json: wrongCode }))
      await send(page)
    },
  },
]

const findOut = async (page: Page, url: string, choices: Record<string, string>): Promise<void> => {
  await page.goto(`${url}/find-out`)
  await page.selectOption('#countyCode', '150203')
  for (const name of ['memberCount', 'countedIncomeMonthYuan', 'rigidSpendYearYuan'])
    await page.fill(`#${name}`, choices[name] ?? '0')
  for (const [name, value] of Object.entries({ home: 'none', carOrCompany: 'no', majorEvent: 'none', ...choices })) {
    const option = page.locator(`input[name=${name}][value="${value}"]`)
    if ((await option.count()) > 0) await option.check()
  }
  await follow(page, 'main form button')
}
const found = (name: string, choices: Record<string, string>): PublicPage => ({
  name,
  status: 200,
  open: ({ page, world }) => findOut(page, world.house.url, choices),
})

const findOutPages: readonly PublicPage[] = [
  at('find out', '/find-out'),
  {
    name: 'find out, with errors',
    status: 422,
    open: async ({ page, world }) => {
      await page.goto(`${world.house.url}/find-out`)
      await follow(page, 'main form button')
    },
  },
  found('found out: much may be due', {
    workerHousehold: 'yes',
    memberCount: '3',
    countedIncomeMonthYuan: '2400.50',
    rigidSpendYearYuan: '12000',
    situations: 'upperStudent',
  }),
  found('found out: nothing may be due', {
    workerHousehold: 'no',
    memberCount: '1',
    countedIncomeMonthYuan: '20000',
    home: 'safe',
    carOrCompany: 'yes',
  }),
]

const statusPages: readonly PublicPage[] = [
  at('status', '/status'),
  {
    name: 'status, wrong code',
    status: 404,
    open: ({ page, world }) => lookUp(page, world.house.url, { ...wrongCode, caseNumber: '1502-261125-00000001' }),
  },
  {
    name: 'status, locked',
    status: 429,
    open: async ({ page, world }) => {
      await until(429, () => world.house.send('POST', '/api/v1/status', { json: wrongCode }))
      await lookUp(page, world.house.url, wrongCode)
    },
  },
  ...caseKinds.map((kind) => ofCase(`case ${kind}`, kind)),
  ...caseKinds.map((kind) => ofCase(`case ${kind}, folded open`, kind, { after: unfold })),
  ofCase('case, a telephone that is none', 'underReview', {
    status: 422,
    after: async (page) => {
      await unfold(page)
      await page.fill('#phone', '12')
      await follow(page, 'form[action="/status/corrections"] button')
    },
  }),
  ofCase('case, a change without words', 'underReview', {
    status: 422,
    after: async (page) => {
      await unfold(page)
      await follow(page, 'form[action="/status/requests"] button')
    },
  }),
  ofCase('case, a consent taken back', 'publicNotice', {
    after: async (page) => {
      await unfold(page)
      await follow(page, 'form[action="/status/consents"] button')
      await unfold(page)
    },
  }),
  ofCase('card', 'approved', { after: (page) => follow(page, 'form[action="/status/card"] button') }),
]

/** A page on which facts are put right, in a browser that has a correction open. */
const inCorrection = (
  name: string,
  correction: keyof PublicWorld['corrections'],
  page: string,
  further: Further = {},
): PublicPage => {
  const under = '/status/facts'
  const held: Held = { cookie: 'facts', under, valueIn: ({ corrections }) => corrections[correction] }
  return holding(`facts, ${name}`, held, `${under}/${page}`, further)
}

/** Empties whatever can be, so that all of it is missed, and sends the form. */
const sendEmptied = async (page: Page): Promise<void> => {
  for (const field of await page.locator('main form input[type=text]').all()) await field.fill('')
  await follow(page, 'main form button')
}

const factsPages: readonly PublicPage[] = [
  inCorrection('nothing changed', 'begun', 'overview'),
  inCorrection('changed', 'changed', 'overview'),
  ...correctedPages.map(({ id }) => inCorrection(id, 'begun', id)),
  inCorrection('income, with errors', 'begun', 'income', { status: 422, after: sendEmptied }),
  inCorrection('a member', 'begun', `members/${knownMember}`),
  inCorrection('a new member, with errors', 'begun', 'members/nobody', {
    status: 422,
    after: (page) => follow(page, 'main form button'),
  }),
  inCorrection('members, one added', 'changed', 'members'),
  inCorrection('guardians', 'changed', 'guardians'),
  inCorrection('guardians, with errors', 'changed', 'guardians', {
    status: 422,
    after: (page) => follow(page, 'main form button'),
  }),
  inCorrection('check', 'changed', 'check'),
  inCorrection('check, unsigned', 'changed', 'check', {
    status: 422,
    after: (page) => follow(page, 'main form button'),
  }),
]

/** The list of a helper, and what they go on to from it. */
const asHelper = (name: string, after?: (page: Page) => Promise<unknown>): PublicPage => ({
  name: `helping, ${name}`,
  status: 200,
  open: async ({ page, world }) => {
    await page.goto(`${world.house.url}/helping`)
    await page.fill('#agentNumber', world.helper.agentNumber)
    await page.fill('#agentCode', world.helper.agentCode)
    await follow(page, 'main button')
    await after?.(page)
  },
})

const helpingPages: readonly PublicPage[] = [
  at('helping', '/helping'),
  {
    name: 'helping, wrong code',
    status: 404,
    open: async ({ page, world }) => {
      await page.goto(`${world.house.url}/helping`)
      await page.fill('#agentNumber', 'DB-AAAA-BBBB')
      await page.fill('#agentCode', wrongCode.accessCode)
      await follow(page, 'main button')
    },
  },
  { ...asHelper('list'), shows: 'form[action="/helping/case"]' },
  {
    ...asHelper('a case', async (page) => {
      await follow(page, 'form[action="/helping/case"] button')
      await unfold(page)
    }),
    shows: '#timeline',
  },
]

const problemPages: readonly PublicPage[] = [
  at('no such page', '/nothing-here', 404),
  at('no such section', '/apply/nothing', 404),
  inDraft('a fault of ours', 'broken', '/apply/person', { status: 500 }),
  at('no such paper of a case', '/apply/documents/0', 404),
  inDraft('a form that this browser has lost', 'begun', '/apply/housing', {
    status: 409,
    after: async (page) => {
      await page.context().clearCookies({ name: 'draft' })
      await page.fill('#rentMonthYuan', '650')
      await send(page)
    },
  }),
  inDraft('a member that this browser has lost', 'begun', '/apply/members/new', {
    status: 409,
    after: async (page) => {
      await page.context().clearCookies({ name: 'draft' })
      await send(page)
    },
  }),
]

/** Typical pages in the columns of Mongolian and in large type: what is particular there is their frame and their fields. */
const inModes: readonly PublicPage[] = [
  ...[
    at('home', '/'),
    inDraft('household, with errors', 'begun', '/apply/household', { status: 422, after: send }),
    inDraft('check, whole', 'whole', '/apply/check'),
    ofCase('case approved, folded open', 'approved', { after: unfold }),
  ].map((page) => ({ ...page, mode: { language: 'mn-Mong' } as const })),
  ...[
    at('home', '/'),
    inDraft('a question, with an error', 'begun', '/apply/person', { status: 422, after: send }),
    inDraft('members, filled', 'whole', '/apply/members'),
    ofCase('case approved, folded open', 'approved', { after: unfold }),
  ].map((page, index) => ({
    ...page,
    mode: { language: index % 2 === 0 ? 'zh-CN' : 'en', elder: 'yes' } as const,
  })),
]

/** Every public page in every state. */
export const publicPages: readonly PublicPage[] = [
  at('home', '/'),
  ...formPages,
  ...findOutPages,
  ...statusPages,
  ...factsPages,
  ...helpingPages,
  ...problemPages,
  at('sign-in', '/sign-in'),
  at('guide for departments', '/docs/connect'),
  ...inModes,
]
