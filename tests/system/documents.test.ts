import { maxDocuments, maxDocumentsOfOne, partBytes } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { inventIdNumber, newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { samplePdf, samplePhoto } from '../samples/sample-photo.ts'
import { eventually, type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { type Page, type UploadedFile, visit } from './visitor.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const hour = 3_600_000
const photo: UploadedFile = { bytes: samplePhoto('jpg') }
const csrfOf = (page: Page): string => /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
const idsOn = (page: Page): string[] =>
  [...page.text.matchAll(/href="\/apply\/documents\/([0-9a-f]{32})"/g)].map(([, id = '']) => id)
const newId = (): string => crypto.randomUUID().replaceAll('-', '')

/** A photo like no other: the picture with a resolution of its own. */
let others = 0
function anotherPhoto(): UploadedFile {
  const bytes = samplePhoto('png')
  others += 1
  const chunk = Buffer.alloc(21)
  chunk.writeUInt32BE(9, 0)
  chunk.write('pHYs', 4)
  chunk.writeUInt32BE(others, 8)
  chunk.writeUInt32BE(others, 12)
  return { bytes: new Uint8Array(Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)])), type: 'image/png' }
}

/** Somebody who has begun a form. */
async function begun() {
  const visitor = visit(house)
  await visitor.post('/apply', {})
  const csrf = csrfOf(await visitor.get('/apply/documents'))
  const number = /id="draft-number"[^>]*>\s*([^<]+?)\s*</.exec((await visitor.get('/apply/later')).text)?.[1] ?? ''
  const give = (item: string, file: UploadedFile | undefined, more: Record<string, string> = {}) =>
    visitor.upload('/apply/documents/files', { csrf, item, ...more }, file)
  return { visitor, csrf, number, give }
}

let sequence = 5000
async function applied(id = 'H01') {
  const json = newApplication(workedHousehold(id).household, sequence++)
  const answer = await house.send('POST', '/api/v1/applications', { json })
  const caseKey = z.object({ caseNumber: z.string(), accessCode: z.string() }).parse(answer.json)
  const visitor = visit(house)
  const { caseNumber, accessCode } = caseKey
  const give = (item: string, file: UploadedFile | undefined, more: Record<string, string> = {}) =>
    visitor.upload('/status/documents/files', { caseNumber, accessCode, item, ...more }, file)
  const { idNumber } = json.identity
  return { caseNumber, accessCode, countyCode: json.countyCode, idNumber, visitor, give }
}

/** Ends a case without a file and erases it, as its person may ask. */
async function erase({ caseNumber, countyCode }: { caseNumber: string; countyCode: string }) {
  await house.db
    .prepare("UPDATE applications SET state = 'declined', determination_id = NULL WHERE id = ?")
    .bind(caseNumber)
    .run()
  const staff = await house.client('county_reviewer', countyCode)
  const body = { reason: '本人申请删除', consentWithdrawn: true }
  await staff.eraseApplication({ params: { caseNumber }, ifMatch: '*', body })
}

const rowsOf = async (holder: string) => {
  const { results } = await house.db
    .prepare('SELECT * FROM documents WHERE draft_id = ?1 OR case_number = ?1 ORDER BY created_at, id')
    .bind(holder)
    .all<{ id: string; state: string; kind: string; media_type: string; case_number: string | null }>()
  return results
}
const isThere = async (id: string): Promise<boolean> => (await house.documents.head(id)) !== null
const itemsSchema = z.object({
  items: z.array(z.looseObject({ id: z.string(), caseNumber: z.string(), kind: z.string() })),
})
const listed = async (as: string, caseNumber: string) =>
  house.send('GET', `/api/v1/applications/${caseNumber}/documents`, { as })

describe('a file in parts', () => {
  /** A PDF of three parts, named by its content. */
  async function parted() {
    const padding = 'x '.repeat(150_000)
    const text = Buffer.from(samplePdf()).toString('latin1').replace('/JS 1 q Q', `/JS 1 q Q ${padding}`)
    const bytes = new Uint8Array(Buffer.from(text.replace('/Length 12', `/Length ${padding.length + 12}`), 'latin1'))
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
    const named = { content: digest, total: String(bytes.byteLength) }
    const part = (start: number): UploadedFile => ({ bytes: bytes.slice(start, start + partBytes) })
    return { bytes, named, part }
  }
  const partsOf = async (holder: string) => countOf(house.db, 'document_parts WHERE holder = ?', holder)
  const receivedSchema = z.object({ received: z.number() })

  it('is put together once all of it is there, kept once, and leaves no part behind', async () => {
    const { visitor, number, csrf, give } = await begun()
    const { bytes, named, part } = await parted()
    const send = async (start: number) =>
      visitor.upload('/apply/documents/parts', { csrf, ...named, start: String(start) }, part(start))
    const received = async (page: Promise<Page>) => receivedSchema.parse(JSON.parse((await page).text)).received
    const ask = () => received(visitor.upload('/apply/documents/parts', { csrf, ...named }, undefined))
    expect(await ask()).toBe(0)
    expect(await Promise.all([send(0), send(0)].map(received))).toEqual([partBytes, partBytes])
    const upload = newId()
    const early = await give('other:', undefined, { ...named, upload })
    expect([early.status, early.text.includes('没有保存')]).toEqual([422, true])
    // The last before the middle one: only what has no gap counts.
    expect(await received(send(2 * partBytes))).toBe(partBytes)
    expect([await received(send(partBytes)), await ask()]).toEqual([bytes.byteLength, bytes.byteLength])
    const [key] = (await house.documents.list({ prefix: 'part-' })).objects
    const sealed = Buffer.from((await (await house.documents.get(key?.key ?? ''))?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect([sealed.includes('%PDF'), sealed.includes('x x x x')]).toEqual([false, false])

    const ended = await give('other:', undefined, { ...named, upload })
    expect(ended.location).toBe('/apply/documents?done=kept')
    await eventually(async () => ((await partsOf(number)) === 0 ? true : undefined))
    expect((await house.documents.list({ prefix: 'part-' })).objects).toEqual([])
    // Its answer was lost on the way.
    const again = await give('other:', undefined, { ...named, upload })
    expect([again.location, (await rowsOf(number)).length]).toEqual(['/apply/documents?done=kept', 1])
  })

  it('is nobody else’s, is what it was announced as, and is thrown away after a day', async () => {
    const one = await begun()
    const { named, part } = await parted()
    const path = '/apply/documents/parts'
    await one.visitor.upload(path, { csrf: one.csrf, ...named, start: '0' }, part(0))
    const other = await begun()
    const asked = await other.visitor.upload(path, { csrf: other.csrf, ...named }, undefined)
    expect(receivedSchema.parse(JSON.parse(asked.text)).received).toBe(0)
    expect((await other.visitor.upload(path, { csrf: one.csrf, ...named, start: '0' }, part(0))).status).toBe(403)
    const wrong = [
      { start: '5' },
      { start: '0', content: 'no digest' },
      { start: '0', total: String(11 * 1024 * 1024) },
      { start: String(2 * partBytes) },
    ]
    const statuses = await Promise.all(
      wrong.map(
        async (more) => (await one.visitor.upload(path, { csrf: one.csrf, ...named, ...more }, part(0))).status,
      ),
    )
    expect(statuses).toEqual([422, 422, 413, 422])
    // Other bytes than those whose digest was given are no file.
    const { content } = named
    const lie = { csrf: other.csrf, content: content.replace(/^./, content.startsWith('0') ? '1' : '0'), total: '10' }
    await other.visitor.upload(path, { ...lie, start: '0' }, { bytes: new Uint8Array(10) })
    expect((await other.give('other:', undefined, lie)).status).toBe(422)
    expect(await rowsOf(other.number)).toEqual([])

    const { caseNumber, accessCode, visitor } = await applied()
    const ofCase = await visitor.upload(
      '/status/documents/parts',
      { caseNumber, accessCode, ...named, start: '0' },
      part(0),
    )
    expect(receivedSchema.parse(JSON.parse(ofCase.text)).received).toBe(partBytes)
    const key = { caseNumber, accessCode: 'AAAABBBBCCCC' }
    expect((await visitor.upload('/status/documents/parts', { ...key, ...named, start: '0' }, part(0))).status).toBe(
      404,
    )
    await house.tick(new Date(Date.now() + 25 * hour))
    expect(await countOf(house.db, 'document_parts')).toBe(0)
    expect((await house.documents.list({ prefix: 'part-' })).objects).toEqual([])
  })
})

describe('a document of a form on its way', () => {
  it('is kept sealed, is shown without its name, and comes back as a file that nothing runs', async () => {
    const { visitor, number, give } = await begun()
    const sent = await give('resident_id:applicant', {
      ...photo,
      name: '<img src=x onerror=alert(1)>.html',
      type: 'text/html',
    })
    expect([sent.status, sent.location]).toEqual([303, '/apply/documents?done=kept'])
    const page = await visitor.get('/apply/documents?done=kept')
    expect(page.text).toContain('已保存')
    expect(page.text).not.toContain('onerror')
    const [row] = await rowsOf(number)
    expect(row).toMatchObject({ state: 'kept', kind: 'resident_id', media_type: 'image/jpeg', case_number: null })

    const stored = await house.documents.get(row?.id ?? '')
    const bytes = Buffer.from((await stored?.arrayBuffer()) ?? new ArrayBuffer(0))
    expect(bytes.byteLength).toBeGreaterThan(100)
    for (const readable of ['JFIF', 'Exif', Buffer.from(photo.bytes.subarray(0, 12))])
      expect(bytes.includes(readable)).toBe(false)
    expect([stored?.customMetadata, stored?.httpMetadata]).toEqual([{}, {}])

    const file = await fetch(`${house.url}/apply/documents/${row?.id}`, {
      headers: { cookie: `draft=${visitor.cookies.get('draft')}` },
    })
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="resident-id.jpg"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    })
    const opened = Buffer.from(await file.arrayBuffer())
    expect([opened.subarray(0, 2).toString('hex'), opened.includes('SECRETCAM')]).toEqual(['ffd8', false])
  })

  it('that is a PDF is kept without what it tells of its author, and where that cannot be taken out it is said', async () => {
    const { visitor, number, give } = await begun()
    const told = await give('other:', { bytes: samplePdf('/PieceInfo <</SECRETTOOL 1>>') })
    expect(told.location).toBe('/apply/documents?done=kept')
    const [row] = await rowsOf(number)
    const opened = (await visitor.get(`/apply/documents/${row?.id}`)).text
    expect([opened.startsWith('%PDF'), opened.includes('/MediaBox'), opened.includes('SECRETTOOL')]).toEqual([
      true,
      true,
      false,
    ])
    const odd = Buffer.from(samplePdf()).toString('latin1').replace('/Pages 2', '/Pages 9')
    const asIs = await give('other:', { bytes: new Uint8Array(Buffer.from(odd, 'latin1')) })
    expect((await visitor.get(asIs.location ?? '')).text).toContain('已原样加密保存')
  })

  it('is nobody else’s, and is taken only from our own page', async () => {
    const { number, give, csrf } = await begun()
    await give('resident_id:applicant', photo)
    const [row] = await rowsOf(number)
    const stranger = await begun()
    expect((await stranger.visitor.get(`/apply/documents/${row?.id}`)).status).toBe(404)
    await stranger.visitor.post(`/apply/documents/${row?.id}/remove`, { csrf: stranger.csrf })
    expect((await rowsOf(number))[0]?.state).toBe('kept')
    const forged = await stranger.visitor.upload('/apply/documents/files', { csrf, item: 'other:' }, photo)
    expect(forged.status).toBe(403)
    expect(await countOf(house.db, 'documents WHERE draft_id = ?', stranger.number)).toBe(0)
  })

  it('is refused in plain words where it is empty, disguised, cut off or too large, and nothing is kept of it', async () => {
    const { number, give } = await begun()
    const text = (each: string) => ({ bytes: new Uint8Array(new TextEncoder().encode(each)) })
    const table: [UploadedFile | undefined, string][] = [
      [undefined, '请先选择'],
      [text(''), '是空的'],
      [text('<svg onload="alert(1)"/>'), '不是照片或 PDF'],
      [{ bytes: photo.bytes.slice(0, 300) }, '不完整'],
      [{ bytes: samplePdf('/JS (app.alert)') }, '里有程序'],
      [{ bytes: new Uint8Array(10 * 1024 * 1024 + 1) }, '超过 10 MB'],
    ]
    for (const [file, words] of table) {
      const page = await give('other:', file)
      expect([page.status, words, page.text.includes(words)]).toEqual([422, words, true])
      expect(page.text).toMatch(/aria-invalid="true" aria-describedby="file-other--error"/)
    }
    expect(await rowsOf(number)).toEqual([])
    const film = await give('other:', { bytes: new Uint8Array(25 * 1024 * 1024) })
    expect([film.status, film.text.includes('超过 10 MB')]).toEqual([413, true])
  }, 60_000)

  it('is one document, however often the same upload or the same paper is sent', async () => {
    const { number, give } = await begun()
    const upload = newId()
    const both = await Promise.all([give('other:', photo, { upload }), give('other:', photo, { upload })])
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    const again = await give('other:', photo, { upload: newId() })
    expect(again.location).toBe('/apply/documents?done=known')
    expect(await rowsOf(number)).toHaveLength(1)
  })

  it('is removed or replaced at once, bytes and row', async () => {
    const { visitor, number, give, csrf } = await begun()
    await give('resident_id:applicant', photo)
    const [first = ''] = idsOn(await visitor.get('/apply/documents'))
    await give('resident_id:applicant', { bytes: samplePdf() }, { replaces: first })
    await eventually(async () => ((await isThere(first)) ? undefined : true))
    const [second = '', ...more] = idsOn(await visitor.get('/apply/documents'))
    expect([second === first, more]).toEqual([false, []])
    await visitor.post(`/apply/documents/${second}/remove`, { csrf })
    await eventually(async () => ((await isThere(second)) ? undefined : true))
    await eventually(async () => ((await rowsOf(number)).length === 0 ? true : undefined))
    expect((await visitor.get(`/apply/documents/${second}`)).status).toBe(404)
  })

  it('finds no room where there are as many of one kind, or in all, as are kept; replacing needs none', async () => {
    const { visitor, number, give } = await begun()
    for (const item of ['resident_id:applicant', 'household_register:', 'other:']) {
      for (let count = 0; count < maxDocumentsOfOne; count++) await give(item, anotherPhoto())
    }
    const page = await give('other:', anotherPhoto())
    expect([page.status, page.location, (await rowsOf(number)).length]).toEqual([422, null, 18])
    expect(page.text).toContain('数量上限')
    expect(page.text).toContain('这种材料已经够了')
    const [first = ''] = idsOn(await visitor.get('/apply/documents'))
    expect((await give('resident_id:applicant', anotherPhoto(), { replaces: first })).status).toBe(303)
    await house.db
      .prepare(`UPDATE documents SET kind = 'bills' WHERE draft_id = ?1 AND kind = 'other'`)
      .bind(number)
      .run()
    for (let count = maxDocumentsOfOne * 3; count < maxDocuments; count++)
      expect((await give('other:', anotherPhoto())).status).toBe(303)
    expect((await give('other:', anotherPhoto())).status).toBe(422)
    expect((await visitor.get('/apply/documents')).text).toContain('已经满了')
    expect((await rowsOf(number)).filter(({ state }) => state === 'kept')).toHaveLength(maxDocuments)
  }, 60_000)

  it('is made whole by the same upload, or swept an hour later, where its bytes came and then everything died', async () => {
    const { number, give, visitor } = await begun()
    const upload = newId()
    await house.db
      .prepare(
        "CREATE TRIGGER dies BEFORE UPDATE ON documents WHEN new.state = 'kept' BEGIN SELECT raise(ABORT, 'died here'); END",
      )
      .run()
    const died = [
      await give('other:', photo, { upload }),
      await give('resident_id:applicant', photo, { upload: newId() }),
    ]
    await house.db.prepare('DROP TRIGGER dies').run()
    expect(died.map(({ status }) => status)).toEqual([500, 500])
    const coming = await rowsOf(number)
    expect(coming.map(({ state }) => state)).toEqual(['coming', 'coming'])
    expect(await Promise.all(coming.map(({ id }) => isThere(id)))).toEqual([true, true])
    expect(idsOn(await visitor.get('/apply/documents'))).toEqual([])

    expect((await give('other:', photo, { upload })).location).toBe('/apply/documents?done=kept')
    await house.tick()
    expect((await rowsOf(number)).map(({ state }) => state).toSorted()).toEqual(['coming', 'kept'])
    await house.tick(new Date(Date.now() + hour + 1000))
    const left = await rowsOf(number)
    expect(left.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['other kept'])
    const lost = coming.find(({ id }) => id !== left[0]?.id)?.id ?? ''
    expect([await isThere(left[0]?.id ?? ''), await isThere(lost)]).toEqual([true, false])
  })

  it('goes with its form after thirty days, which a document counts for as an answer does', async () => {
    const { number, give } = await begun()
    const days = (count: number) => new Date(Date.now() + count * 24 * hour)
    await house.db.prepare('UPDATE drafts SET updated_at = updated_at - 2000000000 WHERE id = ?').bind(number).run()
    await give('other:', photo)
    const [row] = await rowsOf(number)
    await house.tick(days(29))
    expect(await isThere(row?.id ?? '')).toBe(true)
    await house.tick(days(31))
    expect([await isThere(row?.id ?? ''), await rowsOf(number)]).toEqual([false, []])
  })
})

describe('a document of a case', () => {
  it('is the case’s once the form is sent, one that came while it was sent as well', async () => {
    const { visitor, number, give } = await begun()
    await give('other:', photo)
    const caseNumber = '1502-261126-0000000A'
    await house.db.prepare('UPDATE drafts SET application_id = ?2 WHERE id = ?1').bind(number, caseNumber).run()
    await give('resident_id:applicant', photo)
    const rows = await rowsOf(number)
    // The form was still open in this browser when it was given.
    expect(rows.map((row) => row.case_number)).toEqual([null, caseNumber])
    expect((await visitor.get('/apply/documents')).status).toBe(200)
  })

  it('is listed, taken home and added to by its applicant, and lost by nobody', async () => {
    const { caseNumber, accessCode, give, visitor } = await applied()
    const page = await give('resident_id:applicant', photo)
    expect([page.status, page.text.includes('已保存'), page.text.includes('居民身份证')]).toEqual([200, true, true])
    const [row] = await rowsOf(caseNumber)
    const file = await visitor.post('/status/documents/open', { caseNumber, accessCode, document: row?.id ?? '' })
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="resident-id.jpg"')
    const other = await applied()
    const refused = await other.visitor.post('/status/documents/open', {
      caseNumber: other.caseNumber,
      accessCode: other.accessCode,
      document: row?.id ?? '',
    })
    expect([refused.status, refused.headers.get('content-disposition')]).toEqual([200, null])
    const guessed = await visit(house).upload(
      '/status/documents/files',
      { caseNumber, accessCode: 'AAAA-BBBB-CCCC', item: 'other:' },
      photo,
    )
    expect(guessed.status).toBe(404)
    expect(await rowsOf(caseNumber)).toHaveLength(1)
    expect(await countOf(house.db, "timeline WHERE application_id = ? AND type = 'document.added'", caseNumber)).toBe(1)
    const wrong = await give('lease:', { bytes: new Uint8Array(1) })
    expect(wrong.status).toBe(wrong.text.includes('不是照片') ? 422 : 200)
  })

  it('is seen by the staff of its area and nobody else, opened by those who may, and the person learns of it', async () => {
    const { caseNumber, accessCode, give, visitor, countyCode } = await applied()
    await give('household_register:', photo)
    const [reviewer, intake, elsewhere] = await Promise.all([
      house.key('county_reviewer', countyCode),
      house.key('grassroots_intake', countyCode),
      house.key('county_reviewer', '152500'),
    ])
    const list = itemsSchema.parse((await listed(intake, caseNumber)).json).items
    expect(list).toMatchObject([{ caseNumber, kind: 'household_register' }])
    const path = `/api/v1/applications/${caseNumber}/documents/${list[0]?.id}`
    expect((await house.send('GET', path, { as: intake })).status).toBe(403)
    expect((await house.send('GET', path, { as: elsewhere })).status).toBe(404)
    expect((await listed(elsewhere, caseNumber)).status).toBe(404)
    const ofAnother = (await applied()).caseNumber
    const crossed = `/api/v1/applications/${ofAnother}/documents/${list[0]?.id}`
    expect((await house.send('GET', crossed, { as: reviewer })).status).toBe(404)
    expect(await countOf(house.db, "audit WHERE action LIKE 'document.opened%' AND subject = ?", caseNumber)).toBe(0)

    const file = await house.send('GET', path, {
      as: reviewer,
      headers: { 'x-reason': encodeURIComponent('核对户口') },
    })
    expect([file.status, file.headers.get('content-type'), file.headers.get('content-security-policy')]).toEqual([
      200,
      'image/jpeg',
      "sandbox; default-src 'none'",
    ])
    expect(file.text).not.toContain('SECRETCAM')
    const audit = await house.db
      .prepare("SELECT subject, area, reason FROM audit WHERE action = 'document.opened:household_register'")
      .first()
    expect(audit).toEqual({ subject: caseNumber, area: countyCode, reason: '核对户口' })
    const status = await visitor.post('/status', { caseNumber, accessCode })
    expect(status.text).toContain('打开了您的材料：户口簿')
    const opened = (await house.client('county_reviewer', countyCode)).readDocument({
      params: { caseNumber, documentId: list[0]?.id ?? '' },
    })
    expect((await opened).body.slice(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8))
  })

  it('is there at a later check and in a later case of its person, for staff; of a stranger’s it is not', async () => {
    const first = await applied('H16')
    await first.give('resident_id:applicant', photo)
    await house.db.prepare("UPDATE applications SET state = 'declined' WHERE id = ?").bind(first.caseNumber).run()
    const second = await applied('H16')
    const person = await house.db
      .prepare(
        'UPDATE applications SET person_index = (SELECT person_index FROM applications WHERE id = ?2) WHERE id = ?1',
      )
      .bind(second.caseNumber, first.caseNumber)
      .run()
    expect(person.meta.changes).toBe(1)
    const as = await house.key('county_reviewer', first.countyCode)
    const { items } = itemsSchema.parse((await listed(as, second.caseNumber)).json)
    expect(items).toMatchObject([{ caseNumber: first.caseNumber, kind: 'resident_id' }])
    // The code of a case proves who applied and not who they are: it opens what was given with that case alone.
    const page = await second.visitor.post('/status', { caseNumber: second.caseNumber, accessCode: second.accessCode })
    expect(page.text).not.toContain(`value="${items[0]?.id}"`)
  })

  it('is destroyed when the case is erased, and none can be added any more', async () => {
    const { caseNumber, accessCode, visitor, give, countyCode } = await applied('H16')
    await give('other:', photo)
    const [row] = await rowsOf(caseNumber)
    const part = { content: 'ab'.repeat(32), total: '10', start: '0' }
    const key = { caseNumber, accessCode }
    await visitor.upload('/status/documents/parts', { ...key, ...part }, { bytes: new Uint8Array(10) })
    await visitor.post('/status/facts', key)
    const onTheirWay = async () => [
      await countOf(house.db, 'document_parts WHERE holder = ?', caseNumber),
      await countOf(house.db, 'correction_drafts WHERE id = ?', caseNumber),
    ]
    expect(await onTheirWay()).toEqual([1, 1])
    await erase({ caseNumber, countyCode })
    await house.tick()
    expect([await isThere(row?.id ?? ''), await rowsOf(caseNumber)]).toEqual([false, []])
    expect(await onTheirWay()).toEqual([0, 0])
    await give('other:', photo)
    expect(await rowsOf(caseNumber)).toEqual([])
  })

  it('stands in the copy that its person takes', async () => {
    const { caseNumber, accessCode, give } = await applied()
    await give('resident_id:applicant', photo)
    const answer = await house.send('POST', '/api/v1/status/export', { json: { caseNumber, accessCode } })
    expect(answer.json).toMatchObject({
      cases: [
        { givenDocuments: [{ caseNumber, kind: 'resident_id', memberId: 'applicant', mediaType: 'image/jpeg' }] },
      ],
    })
  })
})

it('whoever has nothing to show sends the form all the same', async () => {
  const { visitor, csrf } = await begun()
  const next = await visitor.post('/apply/documents', { csrf })
  expect([next.status, next.location]).toEqual([303, '/apply/consents'])
  expect((await visitor.get('/apply/overview')).text).toMatch(/href="\/apply\/documents">[^<]*<\/a><span class="done">/)
  expect(inventIdNumber('1977-01-01', '1', 1)).toHaveLength(18)
})

describe('documents of an earlier case', () => {
  /** A case with papers, and a form that its person has begun. */
  async function again(idNumber?: string) {
    const earlier = await applied('H01')
    await earlier.give('resident_id:applicant', photo)
    await earlier.give('household_register:', { bytes: samplePdf() })
    await earlier.give('other:', anotherPhoto())
    const form = await begun()
    const person = {
      name: '乌云',
      idNumber: idNumber ?? earlier.idNumber,
      phone: '13800138000',
      countyCode: '150203',
      address: '幸福小区',
      applicantAlive: 'yes',
    }
    if (idNumber !== '') await form.visitor.post('/apply/person', { csrf: form.csrf, ...person })
    const { caseNumber, accessCode } = earlier
    const send = (path: string, more = {}) =>
      form.visitor.post(`/apply/documents/${path}`, { csrf: form.csrf, caseNumber, accessCode, ...more })
    return { earlier, ...form, send }
  }

  it('are taken over at one tap, once for two, but those that are too old, and stay when the earlier case is erased', async () => {
    const { earlier, visitor, number, send } = await again()
    const old = Date.parse('2025-01-01')
    await house.db
      .prepare("UPDATE documents SET created_at = ?2 WHERE case_number = ?1 AND kind = 'other'")
      .bind(earlier.caseNumber, old)
      .run()
    await house.db
      .prepare("UPDATE documents SET created_at = ?2 WHERE case_number = ?1 AND kind = 'resident_id'")
      .bind(earlier.caseNumber, old)
      .run()
    const page = await send('earlier')
    expect(page.text).toMatch(/居民身份证 · 2025年1月1日 提交.*全部带过来（2 份）.*其他材料.*时间太久/s)
    const both = await Promise.all([send('take'), send('take')])
    expect(both.map(({ status }) => status)).toEqual([303, 303])
    expect((await send('take')).location).toBe('/apply/documents?done=known')
    const rows = await rowsOf(number)
    expect(rows.map(({ kind, state }) => [kind, state]).toSorted()).toEqual([
      ['household_register', 'kept'],
      ['resident_id', 'kept'],
    ])
    const given = await visitor.get('/apply/documents')
    expect(given.text).toContain(`来自以前的申请 ${earlier.caseNumber}`)
    expect(given.text).toContain('2025年1月1日')
    const audited = "audit WHERE subject = ? AND action LIKE 'document.taken:%'"
    // Whoever opened an earlier paper is on record, the slower of two as well.
    expect(await countOf(house.db, audited, earlier.caseNumber)).toBeGreaterThanOrEqual(2)

    await erase(earlier)
    await house.tick()
    expect(await rowsOf(earlier.caseNumber)).toEqual([])
    const [id = ''] = idsOn(given)
    const opened = await visitor.get(`/apply/documents/${id}`)
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  })

  it('are shown with where they came from to staff of the case that they were taken into, and are not young again', async () => {
    const { earlier, number, send } = await again()
    const old = Date.parse('2025-01-01')
    await house.db
      .prepare('UPDATE documents SET created_at = ?2 WHERE case_number = ?1')
      .bind(earlier.caseNumber, old)
      .run()
    await send('take')
    // As if the form had been sent, the earlier case being over.
    const later = await applied('H01')
    await house.db
      .prepare('UPDATE documents SET case_number = ?2 WHERE draft_id = ?1')
      .bind(number, later.caseNumber)
      .run()
    const { items } = itemsSchema.parse(
      (await listed(await house.key('county_reviewer', '150000'), later.caseNumber)).json,
    )
    expect(items).toMatchObject(Array(2).fill({ takenFrom: earlier.caseNumber, givenAt: new Date(old).toISOString() }))
    expect(items).toHaveLength(2)
  })

  it('are nobody else’s: not with a wrong code, not for another ID number, and not before there is one', async () => {
    const { send, number } = await again()
    const wrong = await send('earlier', { accessCode: 'AAAABBBBCCCC' })
    expect([wrong.status, wrong.text.includes('没有找到')]).toEqual([422, true])
    expect((await send('take', { accessCode: 'AAAABBBBCCCC' })).status).toBe(422)
    expect((await send('take', { csrf: 'x' })).status).toBe(403)
    const stranger = await again(inventIdNumber('1980-01-01', '1', 9))
    for (const path of ['earlier', 'take']) {
      const refused = await stranger.send(path)
      expect([refused.status, refused.text.includes('不是您本人的')]).toEqual([422, true])
    }
    const nobody = await again('')
    expect((await nobody.send('take')).text).toContain('请先填好您的身份证号码')
    for (const form of [number, stranger.number, nobody.number]) expect(await rowsOf(form)).toEqual([])
  })
})
