import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { codeOf, newUser, seedUsers } from '../../infra/seed/users.ts'
import { eventually, type House, openHouse } from './house.ts'
import { applyFor, inboxOffice, newClerk, signIn, storeReferral } from './inbox-cases.ts'
import { countOf } from './rows.ts'
import { silenceOffices } from './untold-case.ts'
import { type Page, type Visitor, visit } from './visitor.ts'

let house: House
let clerk: Visitor
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '1502-*')
  clerk = await signIn(house, await newClerk(house))
})
afterAll(() => house.close())

const pathOf = (id: string): string => `/inbox/referrals/${id}`
const rowOf = async (id: string) =>
  z
    .record(z.string(), z.unknown())
    .parse(await house.db.prepare('SELECT * FROM referrals WHERE id = ?').bind(id).first())
const historyOf = async (id: string) =>
  (
    await house.db
      .prepare('SELECT state FROM referral_transitions WHERE referral_id = ? ORDER BY sequence')
      .bind(id)
      .all()
  ).results.map(({ state }) => state)
/** The version that a page puts into its forms. */
const versionOf = ({ text }: Page): string => /name="version" value="(\d+)"/.exec(text)?.[1] ?? ''
const answer = (id: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  clerk.post(`${pathOf(id)}/answers`, form, headers)

describe('who may open the inbox', () => {
  it('sends a stranger to the sign-in, and back to the page afterwards', async () => {
    const id = await storeReferral(house)
    const stranger = visit(house)
    const sent = await stranger.get(pathOf(id))
    expect([sent.status, sent.location]).toEqual([303, `/sign-in?return=${encodeURIComponent(pathOf(id))}`])
    const user = await newClerk(house)
    const page = await stranger.get(sent.location ?? '')
    const returnTo = /name="return" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    await stranger.post('/sign-in', { login: user.login, password: user.password, return: returnTo })
    expect((await stranger.post('/sign-in/code', { code: codeOf(user) })).location).toBe(pathOf(id))
    expect((await stranger.get(pathOf(id))).status).toBe(200)
  })
  it('takes no key: pages are for people', async () => {
    const key = await house.key('office_clerk', '150203')
    const answered = await house.send('GET', '/inbox', { headers: { authorization: key } })
    expect(answered.status).toBe(303)
  })
  it('tells other roles whom it is for', async () => {
    const user = newUser('county_reviewer', '150203', 'not-a-clerk')
    await seedUsers(house.db, house.secrets.keyring, [user])
    const page = await (await signIn(house, user)).get('/inbox')
    expect(page.status).toBe(403)
    expect(page.text).toContain('这里是给部门经办人员用的')
  })
  it('has nothing of other offices: not in the list, not by id, not by a form', async () => {
    const id = await storeReferral(house, { officeId: '1502-RST-150203', measure: 'M101' })
    expect((await clerk.get('/inbox')).text).not.toContain(id)
    const page = await clerk.get(pathOf(id))
    expect(page.status).toBe(404)
    expect(page.text).toContain('没有找到')
    expect((await answer(id, { action: 'accept', version: '2' })).status).toBe(404)
    expect((await clerk.get(`${pathOf(id)}/letter`)).status).toBe(404)
    expect(await historyOf(id)).toEqual(['sent'])
  })
  it('refuses a form that a page of another site sent', async () => {
    const id = await storeReferral(house)
    const forged = await answer(
      id,
      { action: 'accept', version: '2' },
      { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    )
    expect(forged.status).toBe(403)
    expect((await rowOf(id)).state).toBe('sent')
  })
})

describe('the list', () => {
  it('shows each referral on the tab of its state, what is due first at the top, with counts', async () => {
    const office = '1502-ZJT-150203'
    const visitor = await signIn(house, await newClerk(house, office))
    const late = await storeReferral(house, { officeId: office, measure: 'M501', dueOn: '2020-01-02' })
    const soon = await storeReferral(house, { officeId: office, measure: 'M502', dueOn: '2099-01-05', emergency: true })
    const working = await storeReferral(house, { officeId: office, state: 'in_progress', dueOn: '2099-02-02' })
    const returned = await storeReferral(house, { officeId: office, state: 'returned', duty: 'union' })
    const done = await storeReferral(house, { officeId: office, state: 'closed', duty: null, dueOn: null })
    const below = await storeReferral(house, { officeId: '1502-ZJT-150204', escalatedTo: office, dueOn: '2020-01-02' })
    const on = async (tab: string) =>
      [...(await visitor.get(`/inbox?tab=${tab}`)).text.matchAll(/href="\/inbox\/referrals\/([^"]+)"/g)].map(
        ([, id]) => id,
      )
    expect(await on('new')).toEqual([late, soon])
    expect(await on('working')).toEqual([working])
    expect(await on('returned')).toEqual([returned])
    expect(await on('overdue')).toEqual([late])
    expect(await on('done')).toEqual([done])
    expect(await on('escalated')).toEqual([below])
    const { text } = await visitor.get('/inbox')
    for (const [tab, count] of [
      ['new', 2],
      ['working', 1],
      ['returned', 1],
      ['overdue', 1],
      ['escalated', 1],
      ['tasks', 0],
      ['done', 1],
    ])
      expect(text).toMatch(new RegExp(`tab=${tab}"[^>]*>[^<]*<span class="count[^"]*">${count}</span>`))
    expect(text).toContain('已逾期 1 件')
    expect(text).toContain('已超期')
    // The office above reads what rose to it, and does not answer.
    const page = await visitor.get(pathOf(below))
    expect(page.text).toContain('由下级单位承办')
    expect(page.text).not.toContain('/answers')
    expect(await historyOf(below)).toEqual(['sent'])
    expect((await visitor.post(`${pathOf(below)}/answers`, { action: 'accept', version: '2' })).status).toBe(404)
  })
  it('reports a part beside the lead as done by one tap, however often, and has none of other offices', async () => {
    const office = '1502-RST-150203'
    const visitor = await signIn(house, await newClerk(house, office))
    const planId = (await rowOf(await storeReferral(house))).plan_id
    const store = (id: string, officeId: string) =>
      house.db
        .prepare(
          `INSERT INTO cooperation_tasks (id, plan_id, county_code, office_id, clause, referral_ids, state, version, created_at)
           VALUES (?, ?, '150203', ?, '五.(二).6', '[]', 'open', 1, 0)`,
        )
        .bind(id, planId, officeId)
        .run()
    await store('1502-task-own', office)
    await store('1502-task-other', inboxOffice)
    const page = await visitor.get('/inbox?tab=tasks')
    const [, form = '', button] = /action="(\/inbox\/tasks\/[^"]+)"><button[^>]*>([^<]+)/.exec(page.text) ?? []
    expect([form, button]).toEqual(['/inbox/tasks/1502-task-own/completion', '已完成'])
    const taps = await Promise.all([visitor.post(form, {}), visitor.post(form, {})])
    expect(taps.map(({ status, location }) => [status, location])).toEqual(
      Array(2).fill([303, '/inbox?tab=tasks&done=task']),
    )
    expect((await visitor.get(taps[0]?.location ?? '')).text).toContain('协办事项已登记为完成')
    expect((await visitor.get('/inbox?tab=tasks')).text).not.toContain('/completion"')
    expect(
      await countOf(house.db, "cooperation_tasks WHERE id = '1502-task-own' AND state = 'done' AND version = 2"),
    ).toBe(1)
    expect((await visitor.post('/inbox/tasks/1502-task-other/completion', {})).status).toBe(404)
    await house.db.prepare("UPDATE cooperation_tasks SET state = 'lapsed' WHERE id = '1502-task-own'").run()
    expect((await visitor.post(form, {})).status).toBe(409)
  })
  it('says why a referral came here in the words of the routing, and who took each step in plain words', async () => {
    const id = await storeReferral(house, {
      routedBecause: '["rule:policy","county:registration","level:city-because-full","unheard:of"]',
    })
    await house.db
      .prepare(
        `INSERT INTO referral_transitions (referral_id, sequence, state, at, actor) VALUES (?1, 1, 'in_progress', 0, 'public')`,
      )
      .bind(id)
      .run()
    const { text } = await clerk.get(pathOf(id))
    for (const words of [
      '规定的分工',
      '由户籍所在地办理',
      '由盟市一级办理，因为下一级的办公室受理已满',
      '办理中 · 申请人',
    ])
      expect(text).toContain(words)
    expect(text).not.toMatch(/unheard|public</)
    expect((await clerk.get(`${pathOf(id)}?lang=en`)).text).toContain('Where the household is registered decides')
    await clerk.get('/inbox?lang=zh-CN')
    const named = await storeReferral(house, { routedBecause: '["named:union"]' })
    expect((await clerk.get(pathOf(named))).text).toContain('由工会指定本单位办理')
  })
  it('goes on page by page without losing or doubling any', async () => {
    const office = '1502-JYT-150203'
    const visitor = await signIn(house, await newClerk(house, office))
    const stored = await Promise.all(
      Array.from({ length: 45 }, (_, index) =>
        storeReferral(house, { officeId: office, measure: 'M401', dueOn: `2099-01-0${1 + (index % 5)}` }),
      ),
    )
    const seen: string[] = []
    let next: string | undefined = '/inbox?tab=new'
    for (let pages = 0; next !== undefined && pages < 5; pages++) {
      const { text }: Page = await visitor.get(next)
      seen.push(...[...text.matchAll(/href="\/inbox\/referrals\/([^"]+)"/g)].map(([, id = '']) => id))
      next = /href="(\/inbox\?tab=new&amp;after=[^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toHaveLength(45)
    expect(new Set(seen)).toEqual(new Set(stored))
  })
  it('takes any cursor and any tab that it does not know as the beginning', async () => {
    for (const query of ['tab=nothing', 'after=%27%3B--', 'tab=done&after=~~', 'tab=working&after=2026-13-99~x'])
      expect((await clerk.get(`/inbox?${query}`)).status, query).toBe(200)
  })
})

describe('a referral', () => {
  it('is received when its clerk first opens it, once however often it is opened', async () => {
    const id = await storeReferral(house)
    await Promise.all([clerk.get(pathOf(id)), clerk.get(pathOf(id)), clerk.get(pathOf(id))])
    await clerk.get(pathOf(id))
    expect(await historyOf(id)).toEqual(['sent', 'received'])
    expect((await rowOf(id)).version).toBe(3)
  })
  it('is accepted, begun and delivered, with the amount to the fen', async () => {
    const id = await storeReferral(house)
    const opened = await clerk.get(pathOf(id))
    const accepted = await answer(id, { action: 'accept', version: versionOf(opened) })
    expect([accepted.status, accepted.location]).toEqual([303, `${pathOf(id)}?done=accept`])
    const begun = await answer(id, { action: 'start', version: versionOf(await clerk.get(accepted.location ?? '')) })
    const page = await clerk.get(begun.location ?? '')
    expect(page.text).toContain('已登记：开始办理。')
    const delivered = await answer(id, {
      action: 'deliver',
      version: versionOf(page),
      amount: '1,200.29',
      periodFrom: '2026-12-01',
      periodTo: '2027-11-30',
      documentNumber: '包民救〔2026〕12号',
      documentTitle1: '批准文件',
      documentUrl1: 'https://mzj.example.cn/12.pdf',
    })
    expect(delivered.status, delivered.text).toBe(303)
    expect(await rowOf(id)).toMatchObject({
      state: 'delivered',
      amount_fen: 120_029,
      period_from: '2026-12-01',
      period_to: '2027-11-30',
      document_number: '包民救〔2026〕12号',
      documents: '[{"title":"批准文件","url":"https://mzj.example.cn/12.pdf"}]',
      duty: 'applicant',
    })
    expect(await historyOf(id)).toEqual(['sent', 'received', 'accepted', 'in_progress', 'delivered'])
    const shown = await clerk.get(pathOf(id))
    expect(shown.text).toContain('￥1,200.29')
    expect(shown.text).toContain('现在不需要您办理。')
  })
  it('is returned and declined with reasons alone, and shows them as they were typed', async () => {
    const id = await storeReferral(house)
    const opened = await clerk.get(pathOf(id))
    const empty = await answer(id, { action: 'return', version: versionOf(opened), reason: '  ' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('href="#return-reason"')
    expect(empty.text).toMatch(/<textarea[^>]*aria-invalid="true"/)
    const script = '<script>alert(1)</script> & "缺户口本"'
    expect((await answer(id, { action: 'return', version: versionOf(opened), reason: script })).status).toBe(303)
    expect((await rowOf(id)).duty).toBe('union')
    const { text } = await clerk.get(pathOf(id))
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;缺户口本&quot;')
    expect(text).not.toContain('<script')
    const noCode = await answer(id, { action: 'decline', version: '4', reason: '不在辖区' })
    expect([noCode.status, noCode.text.includes('请选择一个原因')]).toEqual([422, true])
    // What was typed stays.
    expect(noCode.text).toContain('不在辖区</textarea>')
    await answer(id, { action: 'decline', version: '4', reason: '不在辖区', reasonCode: 'not_our_area' })
    expect(await rowOf(id)).toMatchObject({ state: 'declined', decline_code: 'not_our_area' })
  })
  it('takes a button that is tapped twice once, and says that it is done', async () => {
    const id = await storeReferral(house)
    const version = versionOf(await clerk.get(pathOf(id)))
    const both = await Promise.all([1, 2].map(() => answer(id, { action: 'accept', version })))
    const third = await answer(id, { action: 'accept', version })
    expect([...both, third].map(({ status, location }) => [status, location])).toEqual(
      Array.from({ length: 3 }, () => [303, `${pathOf(id)}?done=accept`]),
    )
    expect(await historyOf(id)).toEqual(['sent', 'received', 'accepted'])
  })
  it('says what has changed to whoever decides on a page that is over, and keeps what was typed', async () => {
    const id = await storeReferral(house)
    const version = versionOf(await clerk.get(pathOf(id)))
    const colleague = await signIn(house, await newClerk(house))
    await colleague.post(`${pathOf(id)}/answers`, { action: 'return', version, reason: '缺少病历' })
    const stale = await answer(id, { action: 'deliver', version, amount: '500' })
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('没有执行')
    expect(stale.text).toContain('缺少病历')
    expect(stale.text).toContain('value="500"')
    expect((await rowOf(id)).state).toBe('returned')
    // The page has the present version: the clerk has seen what happened and may go on.
    expect((await answer(id, { action: 'deliver', version: versionOf(stale), amount: '500' })).status).toBe(303)
    expect(await rowOf(id)).toMatchObject({ state: 'delivered', amount_fen: 50_000 })
  })
  it('answers a form that no page of ours has sent with the page, and changes nothing', async () => {
    const id = await storeReferral(house)
    for (const form of [{}, { action: 'cancel', version: '2' }, { action: 'accept', version: '-1' }])
      expect((await answer(id, form as Record<string, string>)).status).toBe(422)
    expect(await historyOf(id)).toEqual(['sent'])
  })
  it('is read under the name of the clerk: each view is in the audit', async () => {
    const id = await storeReferral(house)
    await clerk.get(pathOf(id))
    const { plan_id: planId } = await rowOf(id)
    const read = await eventually(async () => {
      const row = await house.db
        .prepare(`SELECT actor FROM audit WHERE action = 'readReferral' AND subject = ?`)
        .bind(planId)
        .first()
      return row ?? undefined
    })
    expect(String(read.actor)).toMatch(/^staff:/)
  })
})

describe('what the measure needs', () => {
  it('is shown to the clerk who asks for it, and each time it stands among the disclosures', async () => {
    const planId = await applyFor(house)
    const id = await storeReferral(house, { planId, state: 'accepted' })
    const before = await clerk.get(pathOf(id))
    expect(before.text).not.toContain('乌云其木格')
    const told = async () => countOf(house.db, 'disclosures WHERE case_number = ?', planId)
    const soFar = await told()
    const shown = await clerk.post(`${pathOf(id)}/particulars`, {})
    expect(shown.status).toBe(200)
    expect(shown.headers.get('cache-control')).toBe('no-store')
    for (const said of ['乌云其木格', '身份证号', '家庭月收入', '￥']) expect(shown.text).toContain(said)
    expect(await told()).toBe(soFar + 1)
    const letter = await clerk.post(`${pathOf(id)}/letter`, {})
    expect(letter.text).toContain('乌云其木格')
    expect(await told()).toBe(soFar + 2)
    // Changing the language after it leads back to the referral, not to a page that is not there.
    expect((await clerk.get(`${pathOf(id)}/particulars?lang=zh-CN`)).location).toBe(`${pathOf(id)}?lang=zh-CN`)
  })
  it('is not told without consent, and the page says what to do', async () => {
    const id = await storeReferral(house, { state: 'accepted' })
    const refused = await clerk.post(`${pathOf(id)}/particulars`, {})
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('没有同意与部门共享')
  })
})

describe('the letter', () => {
  it('holds what an office files, and of the household the masked name alone', async () => {
    const id = await storeReferral(house, { emergency: true, measure: 'M603' })
    const { text, headers } = await clerk.get(`${pathOf(id)}/letter`)
    for (const said of [
      '包头市昆都仑区民政局：',
      '临时救助',
      '转办〔',
      '急件',
      '完善临时救助制度',
      '乌**',
      '回　执',
      '<svg',
    ])
      expect(text).toContain(said)
    expect(text).not.toContain('138***11')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('the daily digest', () => {
  const office = '1502-GZW-150203'
  const digestsOf = async () =>
    (await house.db.prepare('SELECT * FROM office_digests WHERE office_id = ?').bind(office).all()).results

  it('is written once on a working day from eight, for offices that no webhook reaches', async () => {
    await storeReferral(house, { officeId: office, measure: 'M702', dueOn: '2026-12-02' })
    await storeReferral(house, { officeId: office, measure: 'M703', dueOn: '2026-11-27', state: 'received' })
    await storeReferral(house, { officeId: office, measure: 'M704', dueOn: '2026-12-03', state: 'closed', duty: null })
    await storeReferral(house, { officeId: '1501-MZT-150102' })
    // Saturday; Monday before eight; Monday at eight, twice.
    await house.tick(new Date('2026-11-28T09:00:00+08:00'))
    await house.tick(new Date('2026-11-30T07:59:00+08:00'))
    expect(await digestsOf()).toEqual([])
    await house.tick(new Date('2026-11-30T08:00:00+08:00'))
    await house.tick(new Date('2026-11-30T08:01:00+08:00'))
    expect(await digestsOf()).toHaveLength(1)
    const client = await house.client('county_reviewer', '150203')
    const { body } = await client.listDigests({ params: { id: office } })
    expect(body.items).toMatchObject([
      { day: '2026-11-30', counts: { fresh: 1, due: 1, overdue: 1, escalated: 0, tasks: 0, open: 2 } },
    ])
    expect(body.items[0]?.message.zh.text).toMatch(/^新到 1 件，.*\/inbox$/s)
    const written = await house.db
      .prepare(`SELECT count(*) AS n FROM office_digests WHERE office_id = '1501-MZT-150102'`)
      .first()
    expect(written).toEqual({ n: 0 })
  })
  it('is for the office and the staff of its area alone', async () => {
    const elsewhere = await house.client('county_reviewer', '150204')
    await expect(elsewhere.listDigests({ params: { id: office } })).rejects.toThrow()
    const own = await clerk.get(`/api/v1/offices/${inboxOffice}/digests`)
    const other = await clerk.get(`/api/v1/offices/${office}/digests`)
    expect([own.status, other.status]).toEqual([200, 404])
  })
})
