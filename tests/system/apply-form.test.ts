import { caseViewSchema } from '@jiekun/schema/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Field, memberFields, sections } from '../../services/registration/src/apply/sections.ts'
import { inventIdNumber } from '../generators/person.ts'
import { type House, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())
const typed: Record<string, string> = {
  name: '张三',
  phone: '13800138000',
  address: '幸福小区',
  countyCode: '150203',
  hukouCountyCode: '150203',
  workerStatus: 'on_job',
  birthDate: '1979-01-01',
  relation: 'spouse',
}
const answer = (f: Field, over: Record<string, string>): [string, string][] => {
  const o = over[f.name] ?? typed[f.name]
  if (o !== undefined) return [[f.name, o]]
  if (f.kind === 'yesNo') return [[f.name, f.name === 'applicantAlive' ? 'yes' : 'no']]
  if (f.kind === 'checks') return f.optional ? [] : f.values.map((v) => [f.name, v])
  if (f.kind === 'choice') return [[f.name, f.values[0] ?? '']]
  return f.optional ? [] : [[f.name, '0']]
}
async function browser() {
  let cookie = ''
  const go = async (method: string, path: string, form?: URLSearchParams) => {
    const r = await house.send(method, path, {
      ...(form ? { body: form.toString() } : {}),
      headers: { cookie, ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
    })
    const set = r.headers.get('set-cookie')
    if (set?.startsWith('draft=')) cookie = set.split(';')[0] ?? ''
    return r
  }
  await go('POST', '/apply', new URLSearchParams({ a: '' }))
  const csrf = /name="csrf" value="([^"]+)"/.exec((await go('GET', '/apply/person')).text)?.[1] ?? ''
  const post = (path: string, pairs: [string, string][]) =>
    go('POST', path, new URLSearchParams([['csrf', csrf], ...pairs]))
  const fillAll = async (over: Record<string, string>, skip: string[] = []) => {
    for (const s of sections)
      if (s.id !== 'check' && !skip.includes(s.id))
        await post(
          `/apply/${s.id}`,
          s.fields.flatMap((f) => answer(f, over)),
        )
  }
  const member = (path: string, over: Record<string, string>) =>
    post(
      path,
      memberFields.flatMap((f) => answer(f, over)),
    )
  return { go, post, fillAll, member }
}
const addLink = (t: string) => [...t.matchAll(/href="(\/apply\/members\/[^"]+)"/g)].at(-1)?.[1] ?? ''

it('a member added after a removal replaces nobody', async () => {
  const b = await browser()
  for (const birthDate of ['1971-01-01', '1972-02-02'])
    await b.member(addLink((await b.go('GET', '/apply/members')).text), { birthDate })
  const list = (await b.go('GET', '/apply/members')).text
  const first = /action="([^"]+\/remove)"/.exec(list)?.[1] ?? ''
  await b.post(first, [])
  await b.member(addLink((await b.go('GET', '/apply/members')).text), { birthDate: '1973-03-03' })
  const end = (await b.go('GET', '/apply/members')).text
  expect(['1972年2月2日', '1973年3月3日'].map((d) => end.includes(d))).toEqual([true, true])
})
it('a count above what the schema takes is refused on its own page', async () => {
  const b = await browser()
  await b.fillAll({
    idNumber: inventIdNumber('1977-01-01', '1', 11),
    migrantWorker: 'yes',
    urbanResidenceMonths: '1500',
  })
  const r = await b.post('/apply/check', [])
  expect([r.status, [...r.text.matchAll(/<li><a href="([^"]+)"/g)].map((m) => m[1])]).toEqual([
    422,
    ['/apply/household'],
  ])
})
it('what was sent cannot be changed, and sending again shows the same receipt', async () => {
  const b = await browser()
  const idNumber = inventIdNumber('1977-01-01', '1', 12)
  await b.fillAll({ idNumber })
  const one = await b.post('/apply/check', [])
  const edit = await b.post(
    '/apply/housing',
    sections.find((x) => x.id === 'housing')?.fields.flatMap((f) => answer(f, { rentMonthYuan: '900' })) ?? [],
  )
  const two = await b.post('/apply/check', [])
  const code = (t: string) => /id="access-code">\s*([^<\s]+)/.exec(t)?.[1]
  const row = await house.db
    .prepare('select count(*) as n from drafts where application_id is not null')
    .first<{ n: number }>()
  expect([one.status, edit.status, two.status, row?.n]).toEqual([200, 409, 200, 1])
  expect(code(one.text)).toMatch(/^[0-9A-Z-]{14}$/)
  expect(code(two.text)).toBe(code(one.text))
})
it('two clicks at once make one application and one receipt', async () => {
  const b = await browser()
  await b.fillAll({ idNumber: inventIdNumber('1977-01-01', '1', 17) })
  const both = await Promise.all([b.post('/apply/check', []), b.post('/apply/check', [])])
  const code = (t: string) => /id="access-code">\s*([^<\s]+)/.exec(t)?.[1]
  expect(both.map(({ status }) => status)).toEqual([200, 200])
  expect(code(both[0].text)).toBe(code(both[1].text))
})
it('whoever applies for a dead worker is not asked for the work of the dead', async () => {
  const b = await browser()
  await b.fillAll({ idNumber: inventIdNumber('1977-01-01', '1', 13), applicantAlive: 'no' }, ['self'])
  await b.member(addLink((await b.go('GET', '/apply/members')).text), {})
  expect((await b.post('/apply/check', [])).status).toBe(200)
})
it('refusals of pages are pages', async () => {
  const r = await house.send('POST', '/apply/person', {
    body: 'name=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  const n = await house.send('GET', '/apply/nothing')
  expect([r.headers.get('content-type'), n.headers.get('content-type')].map((t) => t?.split(';')[0])).toEqual([
    'text/html',
    'text/html',
  ])
})
it('the check page shows every answer on every member', async () => {
  const b = await browser()
  await b.fillAll({ idNumber: inventIdNumber('1977-01-01', '1', 14) })
  await b.member(addLink((await b.go('GET', '/apply/members')).text), {})
  const t = (await b.go('GET', '/apply/check')).text
  expect(t.split('<dt>患有重大疾病').length - 1).toBe(2)
})
it('two tabs at once lose no answer', async () => {
  const b = await browser()
  const s = (id: string) => sections.find((x) => x.id === id)?.fields.flatMap((f) => answer(f, {})) ?? []
  await Promise.all([...['income', 'housing', 'work', 'hardship']].map((id) => b.post(`/apply/${id}`, s(id))))
  const t = (await b.go('GET', '/apply/check')).text
  const pages = await Promise.all(
    ['income', 'housing', 'work', 'hardship'].map(async (id) =>
      / checked|value="0"/.test((await b.go('GET', `/apply/${id}`)).text),
    ),
  )
  expect([t.length > 0, ...pages]).toEqual([true, true, true, true, true])
})
it('a second form of a person is answered like a first one, and of the open one its access code alone tells', async () => {
  const idNumber = inventIdNumber('1977-01-01', '1', 15)
  const send = async (accessCode: string) => {
    const b = await browser()
    await b.fillAll({ idNumber })
    return b.post('/apply/check', [['accessCode', accessCode]])
  }
  const shown = (t: string, id: string) => new RegExp(`id="${id}">\\s*([^<\\s]+)`).exec(t)?.[1] ?? ''
  const first = await send('')
  const [number, code] = [shown(first.text, 'case-number'), shown(first.text, 'access-code')]
  const second = await send('AAAA-AAAA-AAAA')
  const other = shown(second.text, 'case-number')
  expect(other).not.toBe(number)
  // But for what differs between any two receipts, it is the same page to the byte.
  const plain = (t: string) => t.replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4,6}-[0-9A-Z]{4,8}/g, 'NUMBER')
  expect([second.status, plain(second.text)]).toEqual([200, plain(first.text)])
  const held = await send(code)
  expect([held.status, held.text.includes(number), held.text.includes(other)]).toEqual([409, true, false])
})
it('a name with a control character is refused on its own page', async () => {
  const b = await browser()
  const r = await b.post(
    '/apply/person',
    (sections[0]?.fields ?? []).flatMap((f) =>
      answer(f, { idNumber: inventIdNumber('1977-01-01', '1', 16), name: '张\u2028三' }),
    ),
  )
  expect(r.status).toBe(422)
})

it('asks for the consent of a guardian for a member under 14 alone, by name, and sends nothing without it', async () => {
  const b = await browser()
  await b.fillAll({ idNumber: inventIdNumber('1977-01-01', '1', 71) })
  expect((await b.go('GET', '/apply/consents')).text).not.toContain('guardian')
  await b.member(addLink((await b.go('GET', '/apply/members')).text), { birthDate: '2018-05-01', relation: 'child' })
  const page = (await b.go('GET', '/apply/consents')).text
  expect(page).toContain('第 1 位家人（子女，2018年5月1日出生）不满 14 周岁')
  const id = /name="guardian-([\w-]+)"/.exec(page)?.[1] ?? ''
  const refused = await b.post('/apply/check', [])
  expect([refused.status, refused.text.includes('href="/apply/consents">')]).toEqual([422, true])
  const given: [string, string][] = ['registration', 'civil_affairs_check', 'department_sharing'].map((purpose) => [
    'consents',
    purpose,
  ])
  const consents = (extra: [string, string][]) =>
    b.post('/apply/consents', [...given, ['declaration', 'true'], ...extra])
  const shown: [string, string][] = [`guardian-${id}`, `guardianName-${id}`, `guardianAgrees-${id}`].map((name) => [
    'shown',
    name,
  ])
  const lacking = await consents([...shown, [`guardian-${id}`, 'parent']])
  expect([
    lacking.status,
    ...['Name', 'Agrees'].map((of) => lacking.text.includes(`href="#guardian${of}-${id}"`)),
  ]).toEqual([422, true, true])
  const whole: [string, string][] = [
    [`guardian-${id}`, 'parent'],
    [`guardianName-${id}`, '斯琴'],
    [`guardianAgrees-${id}`, 'true'],
  ]
  expect((await consents([...shown, ...whole])).status).toBe(303)
  expect((await b.go('GET', '/apply/check')).text).toContain('孩子的父亲或母亲，不是申请人')
  const sent = await b.post('/apply/check', [])
  expect(sent.text).toContain('id="case-number"')
})

it('a department that is to be told nothing is left out, said on the summary and kept with the consent', async () => {
  const b = await browser()
  const idNumber = inventIdNumber('1977-01-01', '1', 72)
  await b.fillAll({ idNumber, withheldFrom: 'JYT' })
  expect((await b.go('GET', '/apply/check')).text).toContain('教育（助学）')
  const sent = (await b.post('/apply/check', [])).text
  const caseNumber = /id="case-number">\s*([\w-]+)/.exec(sent)?.[1] ?? ''
  const accessCode = /id="access-code">\s*([\w-]+)/.exec(sent)?.[1] ?? ''
  const { text } = await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })
  const { consents } = caseViewSchema.parse(JSON.parse(text))
  expect(consents.filter(({ department }) => department)).toMatchObject([
    { purpose: 'department_sharing', department: 'JYT', withdrawnAt: expect.any(String) },
  ])
})
