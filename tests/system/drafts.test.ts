import { receiptSchema } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { samplePhoto } from '../samples/sample-photo.ts'
import { type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { type Page, type Visitor, visit } from './visitor.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const shown = (page: Page, id: string): string =>
  new RegExp(`id="${id}"[^>]*>\\s*([^<]+?)\\s*<`).exec(page.text)?.[1] ?? ''
const csrfOf = (page: Page): string => /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''

const housing = { housesOwned: '0', houseDangerGrade: 'none', rentMonthYuan: '650.50' }

/** Somebody who has filled in one page and is told how to go on elsewhere. */
async function begun(): Promise<{ visitor: Visitor; number: string; accessCode: string }> {
  const visitor = visit(house)
  await visitor.post('/apply', {})
  const csrf = csrfOf(await visitor.get('/apply/housing'))
  expect((await visitor.post('/apply/housing', { csrf, ...housing })).status).toBe(303)
  const later = await visitor.get('/apply/later')
  return { visitor, number: shown(later, 'draft-number'), accessCode: shown(later, 'access-code') }
}

describe('a form that was begun', () => {
  it('goes on in another browser with its number and access code, and both see what the other fills in', async () => {
    const { visitor, number, accessCode } = await begun()
    const other = visit(house)
    const taken = await other.post('/apply/resume', {
      number: number.toLowerCase(),
      accessCode: accessCode.replaceAll('-', ''),
    })
    expect([taken.status, taken.location]).toEqual([303, '/apply/overview'])
    const overview = await other.get('/apply/overview')
    expect(overview.text).toMatch(/href="\/apply\/housing"[^>]*>[^<]*<\/a><span class="done">/)
    expect(overview.text.match(/class="open"/g)?.length).toBe(8)
    const page = await other.get('/apply/housing')
    expect(page.text).toContain('value="650.50"')
    await other.post('/apply/housing', { csrf: csrfOf(page), ...housing, rentMonthYuan: '700' })
    expect((await visitor.get('/apply/housing')).text).toContain('value="700"')
    expect(await countOf(house.db, 'drafts WHERE id = ?', number)).toBe(1)
  })
  it('is opened by no other code, and by none once it rests after ten wrong ones, the right one too', async () => {
    const { number, accessCode } = await begun()
    const other = visit(house)
    for (let wrong = 0; wrong < 10; wrong++) {
      expect((await other.post('/apply/resume', { number, accessCode: 'AAAA-BBBB-CCCC' })).status).toBe(404)
    }
    const refused = await visit(house).post('/apply/resume', { number, accessCode })
    expect(refused.status).toBe(429)
    expect(refused.text).toContain('15 分钟')
    await house.db.prepare('UPDATE code_attempts SET since = since - 900001 WHERE id = ?').bind(number).run()
    expect((await visit(house).post('/apply/resume', { number, accessCode })).status).toBe(303)
  })
  it('is deleted thirty days after its last change, with what let browsers into it', async () => {
    const { number } = await begun()
    await house.db.prepare('UPDATE drafts SET updated_at = updated_at - 2592000001 WHERE id = ?').bind(number).run()
    await house.db.prepare('UPDATE draft_browsers SET at = at - 2592000001 WHERE draft_id = ?').bind(number).run()
    await house.tick()
    await house.tick()
    expect(await countOf(house.db, 'drafts WHERE id = ?', number)).toBe(0)
    expect(await countOf(house.db, 'draft_browsers WHERE draft_id = ?', number)).toBe(0)
    expect(await countOf(house.db, 'drafts')).toBeGreaterThan(0)
  })
})

/** That a number rests at every door, and for whoever knows its code. */
async function isShut(caseNumber: string, accessCode: string): Promise<void> {
  const pages = [
    'card',
    'confirmations',
    'consents',
    'corrections',
    'documents/open',
    'export',
    'hand-back',
    'requests',
  ]
  for (const door of [...pages, 'withdrawals']) {
    const said = { arrived: 'yes', kind: 'change', purpose: 'public_notice', text: '找到工作了' }
    const shut = await visit(house).post(`/status/${door}`, { caseNumber, accessCode, ...said })
    expect([door, shut.status]).toEqual([door, 429])
  }
  const paper = { caseNumber, accessCode, item: 'household_register:' }
  const upload = await visit(house).upload('/status/documents/files', paper, { bytes: samplePhoto('jpg') })
  expect(upload.status).toBe(429)
  const calls: [string, object][] = [
    ['export', {}],
    ['corrections', { identity: { phone: '13800001111' } }],
    ['confirmations', { referralId: 'x', arrived: true }],
  ]
  for (const [door, more] of calls) {
    const json = { caseNumber, accessCode, ...more }
    const shut = await house.send('POST', `/api/v1/status/${door}`, { json, headers: { 'if-match': '*' } })
    expect([door, shut.status]).toEqual([door, 429])
  }
}

describe('looking a case up', () => {
  it('rests after ten wrong codes on its number, whether there is such a case or not', async () => {
    const json = newApplication(workedHousehold('H01').household, 7001)
    const { caseNumber, accessCode } = receiptSchema.parse(
      (await house.send('POST', '/api/v1/applications', { json })).json,
    )
    for (const number of [caseNumber, '1502-261125-00000000']) {
      const look = (code: string) =>
        house.send('POST', '/api/v1/status', { json: { caseNumber: number, accessCode: code } })
      const statuses: number[] = []
      for (let wrong = 0; wrong < 11; wrong++) statuses.push((await look('AAAABBBBCCCC')).status)
      expect(statuses).toEqual([...Array(10).fill(404), 429])
      const resting = await look(accessCode)
      expect(resting.status).toBe(429)
      expect(Number(resting.headers.get('retry-after'))).toBeGreaterThan(800)
    }
    const page = await visit(house).post('/status', { caseNumber, accessCode })
    expect([page.status, page.text.includes('错误次数太多')]).toEqual([429, true])
    await isShut(caseNumber, accessCode)
    await house.db.prepare('UPDATE code_attempts SET since = since - 900001').run()
    expect((await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })).status).toBe(200)
    await house.tick()
    expect(await countOf(house.db, 'code_attempts')).toBe(0)
  })
})

it('a program that fills in what nobody sees makes no draft', async () => {
  const before = await countOf(house.db, 'drafts')
  const program = visit(house)
  const form = (await program.get('/apply')).text
  expect(form).toContain('name="remark_2"')
  expect((await program.post('/apply', { remark_2: 'https://example.com' })).status).toBe(403)
  expect(await countOf(house.db, 'drafts')).toBe(before)
})

describe('a form that this browser has lost', () => {
  it('keeps what was typed, over a wrong code, and puts it into the draft that is opened again', async () => {
    const { visitor, number, accessCode } = await begun()
    visitor.cookies.clear()
    const typed = { ...housing, rentMonthYuan: '901' }
    const lost = await visitor.post('/apply/housing', { csrf: 'gone', ...typed })
    expect([lost.status, lost.text.includes('name="rentMonthYuan" value="901"')]).toEqual([409, true])
    const resume = (code: string) =>
      visitor.post('/apply/resume', { number, accessCode: code, page: 'housing', ...typed })
    const wrong = await resume('AAAA-BBBB-CCCC')
    expect([wrong.status, wrong.text.includes('name="rentMonthYuan" value="901"')]).toEqual([404, true])
    const right = await resume(accessCode)
    expect([right.status, right.location]).toEqual([303, '/apply/housing'])
    expect((await visitor.get('/apply/housing')).text).toContain('value="901"')
  })
  it('begins again with what was typed, of a member of the family too', async () => {
    const visitor = visit(house)
    const lost = await visitor.post('/apply/members/b', { csrf: 'gone', relation: 'child', birthDate: '2010-02-03' })
    expect([lost.status, lost.text.includes('name="page" value="members/b"')]).toEqual([409, true])
    await visitor.post('/apply', { page: 'members/b', relation: 'child', birthDate: '2010-02-03' })
    expect((await visitor.get('/apply/members')).text).toContain('2010年2月3日')
    expect((await visitor.get('/apply/members/b')).text).toContain('value="2010-02-03"')
  })
})

describe('a form that another site sends', () => {
  const paths = [
    '',
    '/resume',
    '/housing',
    '/check',
    '/members/b',
    '/members/b/remove',
    '/documents/files',
    '/documents/a/remove',
  ]
  it.each([
    ...paths.map((path) => `/apply${path}`),
    ...['/find-out', '/find-out/apply', '/status', '/status/corrections', '/status/requests', '/status/withdrawals'],
  ])('to %s is refused with a page, and puts no draft in the place of another', async (path) => {
    const stranger = 'https://stranger.example'
    for (const headers of [
      { origin: stranger, 'sec-fetch-site': 'cross-site' },
      { origin: stranger, 'sec-fetch-site': '' },
      { origin: house.url, 'sec-fetch-site': 'same-site' },
    ]) {
      const told = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
      const answer = await house.send('POST', path, {
        body: 'number=1',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...told },
      })
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
      expect(answer.text).toContain('不是从本网站的页面发出的')
    }
  })
})
