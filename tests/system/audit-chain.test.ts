import { newCaseNumber } from '@jiekun/worker'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { allAnchors, verifyChains } from '../../infra/local/verify-chains.ts'
import { eventually, type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'

const area = '150200'
const dayMs = 24 * 3_600_000
let house: House
let auditor: Awaited<ReturnType<House['client']>>
let reviewer: Awaited<ReturnType<House['client']>>
beforeAll(async () => {
  house = await openHouse()
  auditor = await house.client('auditor')
  reviewer = await house.client('county_reviewer', '150203')
})
afterAll(() => house.close())

const run = (sql: string, ...values: (string | number)[]) =>
  house.db
    .prepare(sql)
    .bind(...values)
    .run()
const audited = () => countOf(house.db, 'audit')
const chained = (of = area) => countOf(house.db, 'audit_links WHERE area = ?', of)

/** Has rows written to the audit of the reviewer's area, by reading lists, and waits until they are there. */
async function write(rows: number): Promise<void> {
  const before = await audited()
  for (let row = 0; row < rows; row++) await reviewer.listApplications()
  await eventually(async () => ((await audited()) === before + rows ? true : undefined))
}
const rowAt = async (position: number) => {
  const row = await house.db
    .prepare('SELECT audit.* FROM audit JOIN audit_links ON audit_id = id WHERE audit_links.area = ? AND position = ?')
    .bind(area, position)
    .first<Record<string, string | number | null> & { id: string; sequence: number }>()
  if (!row) throw new Error('no such position')
  return row
}
/** What is found out about the area of the tests; no other area ever has a fault. */
async function verify(kept: Awaited<ReturnType<typeof allAnchors>> = []) {
  const reports = await verifyChains(auditor, kept)
  expect(reports.filter((report) => report.area !== area && report.fault)).toEqual([])
  return reports.find((report) => report.area === area)
}

describe('the audit', () => {
  it('is chained by league and city in the order in which it was stored, one link for each row', async () => {
    await write(5)
    await house.client('city_approver', '150800').then((elsewhere) => elsewhere.listApplications())
    await eventually(async () => ((await countOf(house.db, "audit WHERE area = '150800'")) === 1 ? true : undefined))
    expect(await verify()).toMatchObject({ links: 0, notYetChained: 5, fault: null })
    await house.tick()
    expect(await verify()).toEqual({ area, links: 5, notYetChained: 0, fault: null })
    expect(await chained('150800')).toBe(1)
    const { results } = await house.db
      .prepare('SELECT position, sequence FROM audit_links WHERE area = ? ORDER BY position')
      .bind(area)
      .all<{ position: number; sequence: number }>()
    expect(results.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5])
    expect(results.map(({ sequence }) => sequence)).toEqual(
      results.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
    )
  })

  it('is chained once where two ticks meet', async () => {
    const links = await chained()
    await write(20)
    await Promise.all([house.tick(), house.tick(), house.tick()])
    await house.tick()
    expect(await verify()).toEqual({ area, links: links + 20, notYetChained: 0, fault: null })
    expect(await countOf(house.db, 'audit_links')).toBe(await audited())
  })

  it('is verified page by page, each going on where the one before ended', async () => {
    const links = await chained()
    let [after, pages, end] = ['0', 0, 0]
    for (let next: string | null = after; next !== null; pages++) {
      const { body }: Awaited<ReturnType<typeof auditor.verifyAudit>> = await auditor.verifyAudit({
        query: { area, after: next, limit: 7 },
      })
      expect(body.fault).toBeNull()
      after = next
      next = body.next
      end = body.to
    }
    expect({ pages, end }).toEqual({ pages: Math.ceil(links / 7), end: links })
  })

  it('is anchored once a day, chain by chain', async () => {
    await house.tick()
    await house.tick()
    const [today, ...more] = (await allAnchors(auditor)).filter((anchor) => anchor.area === area)
    expect(more).toEqual([])
    expect(today).toMatchObject({ area, position: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    await house.tick(new Date(Date.now() + dayMs))
    const anchors = (await allAnchors(auditor)).filter((anchor) => anchor.area === area)
    expect(anchors).toHaveLength(2)
    expect(anchors[1]?.position).toBe(await chained())
    expect(await verify(await allAnchors(auditor))).toMatchObject({ fault: null })
  })

  it('is verified and its anchors read by who may read the audit of the area, and by nobody else', async () => {
    const [county, city, elsewhere] = [
      await house.client('auditor', '150203'),
      await house.client('auditor', area),
      await house.client('auditor', '150800'),
    ]
    await expect(reviewer.verifyAudit({ query: { area } })).rejects.toMatchObject({ problem: { status: 403 } })
    await expect(county.verifyAudit({ query: { area } })).rejects.toMatchObject({ problem: { status: 404 } })
    await expect(elsewhere.verifyAudit({ query: { area } })).rejects.toMatchObject({ problem: { status: 404 } })
    expect((await city.verifyAudit({ query: { area } })).body.fault).toBeNull()
    expect(new Set((await allAnchors(city)).map((anchor) => anchor.area))).toEqual(new Set([area]))
    expect(await allAnchors(county)).toEqual([])
  })
})

/** What somebody does who can write the database and does not have the keys. Undone after each test. */
describe('somebody who writes to the database', () => {
  const tables = ['audit', 'audit_links', 'audit_anchors']
  beforeEach(async () => {
    for (const table of tables) await run(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`)
  })
  afterEach(async () => {
    for (const table of tables) {
      const columns = table === 'audit' ? auditColumns : '*'
      await house.db.batch([
        house.db.prepare(`DELETE FROM ${table}`),
        house.db.prepare(
          `INSERT INTO ${table} ${table === 'audit' ? `(${auditColumns})` : ''} SELECT ${columns} FROM kept_${table}`,
        ),
        house.db.prepare(`DROP TABLE kept_${table}`),
      ])
    }
    expect(await verify()).toMatchObject({ fault: null })
  })
  const auditColumns = 'sequence, id, service, at, actor, role, action, subject, area, request_id, reason, mac'
  const insertForged = (id: string, sequence: number | null = null) =>
    house.db
      .prepare(
        `INSERT INTO audit (${auditColumns})
         SELECT ?1, ?2, service, at, actor, role, action, subject, area, request_id, reason, mac FROM audit
         WHERE area = '150203' LIMIT 1`,
      )
      .bind(sequence, id)
      .run()

  it('and alters a row is found out, and the row named', async () => {
    const { id } = await rowAt(7)
    await run("UPDATE audit SET actor = 'staff:somebody' WHERE id = ?", id)
    expect((await verify())?.fault).toMatchObject({ kind: 'altered', position: 7, id })
  })

  it('and moves a row to another area is found out, and the row named', async () => {
    const { id } = await rowAt(7)
    await run("UPDATE audit SET area = '150803' WHERE id = ?", id)
    expect((await verify())?.fault).toMatchObject({ kind: 'altered', position: 7, id })
  })

  it('and removes a row is found out, with its link or without', async () => {
    const { id } = await rowAt(9)
    await run('DELETE FROM audit WHERE id = ?', id)
    expect((await verify())?.fault).toMatchObject({ kind: 'removed', position: 9, id })
    await run('DELETE FROM audit_links WHERE audit_id = ?', id)
    expect((await verify())?.fault).toMatchObject({ kind: 'removed', position: 9, id: null })
    await run('UPDATE audit_links SET position = position - 1 WHERE area = ? AND position > 9', area)
    expect((await verify())?.fault).toMatchObject({ kind: 'removed', position: 9, id: null })
  })

  it('and inserts a row is found out at once, and still after the next tick', async () => {
    await insertForged('1502-FORGED')
    expect((await verify())?.fault).toMatchObject({ kind: 'inserted', id: '1502-FORGED' })
    await write(2)
    await house.tick()
    expect((await verify())?.fault).toMatchObject({ kind: 'inserted', id: '1502-FORGED' })
    expect(await countOf(house.db, "audit_links WHERE audit_id = '1502-FORGED'")).toBe(0)
  })

  it('and inserts a row between others is found out, and its place named', async () => {
    const { sequence } = await rowAt(10)
    await run('UPDATE audit SET sequence = -sequence WHERE sequence >= ?', sequence)
    await run('UPDATE audit SET sequence = 1 - sequence WHERE sequence < 0')
    await insertForged('1502-FORGED', sequence)
    expect((await verify())?.fault).toMatchObject({ kind: 'inserted', position: 10, id: '1502-FORGED' })
  })

  it('and lets rows change places is found out, in the rows or in the links', async () => {
    const [eighth, ninth] = [await rowAt(8), await rowAt(9)]
    const swap = (table: string, column: string, where: string, a: number, b: number) =>
      house.db.batch([
        house.db.prepare(`UPDATE ${table} SET ${column} = -1 WHERE ${column} = ${a} ${where}`),
        house.db.prepare(`UPDATE ${table} SET ${column} = ${a} WHERE ${column} = ${b} ${where}`),
        house.db.prepare(`UPDATE ${table} SET ${column} = ${b} WHERE ${column} = -1 ${where}`),
      ])
    await swap('audit', 'sequence', '', eighth.sequence, ninth.sequence)
    expect((await verify())?.fault).toMatchObject({ kind: 'reordered', position: 8, id: eighth.id })
    await swap('audit', 'sequence', '', eighth.sequence, ninth.sequence)
    await swap('audit_links', 'position', `AND area = '${area}'`, 8, 9)
    expect((await verify())?.fault).toMatchObject({ kind: 'reordered', position: 8, id: ninth.id })
  })

  it('and cuts off the newest rows with their links is found out by an anchor', async () => {
    const end = await chained()
    const { sequence } = await rowAt(end - 3)
    await run('DELETE FROM audit WHERE sequence >= ?', sequence)
    await run('DELETE FROM audit_links WHERE sequence >= ?', sequence)
    expect((await verify())?.fault).toMatchObject({ kind: 'removed', position: end - 3, id: null })
  })

  it('and cuts off the anchors as well is found out by those that were kept elsewhere', async () => {
    const kept = await allAnchors(auditor)
    const end = await chained()
    const { sequence } = await rowAt(end - 3)
    await run('DELETE FROM audit WHERE sequence >= ?', sequence)
    await run('DELETE FROM audit_links WHERE sequence >= ?', sequence)
    await run('DELETE FROM audit_anchors WHERE area = ? AND position >= ?', area, end - 3)
    expect((await verify())?.fault).toBeNull()
    expect((await verify(kept))?.fault).toMatchObject({ kind: 'removed', position: end })
    // And what is written since does not fill the place.
    await write(6)
    await house.tick()
    expect((await verify(kept))?.fault).toMatchObject({ kind: 'altered', position: end })
  })

  it('and alters an anchor is found out', async () => {
    await run('UPDATE audit_anchors SET position = position - 1 WHERE area = ?', area)
    expect((await verify())?.fault).toMatchObject({ kind: 'altered', detail: expect.stringContaining('anchor') })
  })
})

it('text that a database would not give back as it was does not look like tampering', async () => {
  await house.tick()
  for (const reason of ['\u0000 nul', 'tab\tand\nline', '\u{1F600} 理由']) {
    await reviewer.listReferrals({ query: { caseNumber: newCaseNumber('150203', '2026-11-25') }, reason })
  }
  await eventually(async () => ((await countOf(house.db, 'audit WHERE reason IS NOT NULL')) === 3 ? true : undefined))
  await house.tick()
  expect(await verify()).toMatchObject({ fault: null, notYetChained: 0 })
})
