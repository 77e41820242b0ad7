import { officeIdOf } from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { newOffice } from '../offices/edit-office.ts'
import { leadsOf } from '../offices/served-measures.ts'
import type { OfficeRow } from '../offices/store.ts'
import { officeDirectory } from '../routing/directory.ts'
import { ruleBook } from '../routing/rules.ts'
import { coverageGaps } from './coverage.ts'
import { readHsds, writeHsds } from './hsds.ts'
import { readCsv, writeCsv } from './offices-csv.ts'
import { planImport } from './plan-import.ts'

const day = '2026-06-01'
const book = ruleBook([], day)
const leads = leadsOf(book)

const officeOf = (
  department: string,
  areaCode: string,
  more: Parameters<typeof newOffice>[0] | object = {},
): OfficeRow =>
  newOffice({ id: officeIdOf(department, areaCode), department, areaCode, name: `${department}局`, ...more })
const civil = officeOf('MZT', '150203', {
  telephone: '0472-12345，12349 转 2',
  address: '团结大街 "1" 号，二楼',
  hours: '工作日 8:30—12:00',
  measures: ['M601', 'M403'],
  capacity: 40,
  closedFrom: '2027-01-01',
})
const bare = officeOf('RST', '150203')
const known = new Map([civil, bare].map((office) => [office.id, office]))
const none = { changes: [], errors: [] }

describe('a table of offices', () => {
  it('changes nothing where it is imported as it was exported', () => {
    const read = readCsv(writeCsv([civil, bare]))
    expect(read.errors).toEqual([])
    expect(planImport(read.rows, known, '150200')).toEqual({ ...none, unchanged: 2 })
  })

  it('survives a spreadsheet that computes: a name that looks like a formula is none, and comes back', () => {
    const sly = { ...bare, name: '=HYPERLINK("http://x")' }
    const csv = writeCsv([sly])
    expect(csv).toContain(`"'=HYPERLINK(`)
    expect(readCsv(csv).rows[0]?.said.name).toBe(sly.name)
  })

  it('changes what it says and leaves what it has no column for; an empty cell empties', () => {
    const { rows } = readCsv('部门,areaCode,电话,可同时办理\r\nMZT,150203,,12\r\n,,,\r\nYBJ,150203,1,\r\n')
    const { changes, errors } = planImport(rows, known, '150200')
    expect(changes.map(({ row, change, fields }) => ({ row, change, fields }))).toEqual([
      { row: 2, change: 'changed', fields: { telephone: [civil.telephone, null], capacity: [40, 12] } },
    ])
    expect(changes[0]?.office).toMatchObject({ address: civil.address, measures: civil.measures, version: 2 })
    // The third row is blank; the fourth says too little of an office that is not there.
    expect(errors).toEqual([])
    expect(readCsv('部门,areaCode,电话\nYBJ,150203,1\n').errors).toMatchObject([{ row: 2, path: 'telephone' }])
    const [news] = readCsv('部门,地区,电话\nYBJ,150203,12393\n').rows
    expect(planImport(news ? [news] : [], known, '150200').errors).toMatchObject([{ row: 2, path: 'name' }])
  })

  it.each([
    ['部门,名称\nMZT,x', 1, 'areaCode'],
    ['部门,地区,颜色\nMZT,150203,红', 1, '颜色'],
    ['部门,地区,department\nMZT,150203,MZT', 1, 'department'],
    ['部门,地区\nMZT,150203,多', 2, ''],
    ['部门,地区,名称\nMZT,150203,"开了头', 2, ''],
    ['部门,地区,名称\nMZT,150203,', 2, 'name'],
    ['部门,地区,名称\nmzt,150203,民政局', 2, 'department'],
    ['部门,地区,名称\nMZT,110000,民政局', 2, 'areaCode'],
    ['部门,地区,可同时办理\nMZT,150203,十', 2, 'capacity'],
    ['部门,地区,可同时办理\nMZT,150203,-1', 2, 'capacity'],
    ['部门,地区,停止受理日期\nMZT,150203,2026/1/1', 2, 'closedFrom'],
    ['部门,地区,服务清单\nMZT,150203,M601 六〇二', 2, 'measures.1'],
    ['部门,地区,服务清单\nMZT,150203,M601、M601', 2, 'measures'],
  ])('says what is wrong with %j', (csv, row, path) => {
    expect(readCsv(csv)).toMatchObject({ rows: [], errors: [{ row, path }] })
  })

  it.each([
    ['部门,地区,版本\nMZT,150203,2', 'version'],
    ['部门,地区,服务清单\nMZT,150203,M999', 'measures'],
    ['编号,部门,地区\n1502-MZT-150204,MZT,150203', 'officeId'],
    ['部门,地区,名称\nMZT,150102,回民区民政局', 'areaCode'],
  ])('is refused where it does not fit what is there: %j', (csv, path) => {
    const { rows, errors } = readCsv(csv)
    expect(errors).toEqual([])
    expect(planImport(rows, known, '150200')).toMatchObject({ changes: [], errors: [{ row: 2, path }] })
  })

  it('names an office once', () => {
    const { rows } = readCsv('部门,地区,电话\nMZT,150203,12349\nMZT,150203,12345\n')
    expect(planImport(rows, known, '150200').errors).toEqual([
      { row: 3, path: '', message: 'is the same office as row 2' },
    ])
  })
})

describe('offices as HSDS', () => {
  it('change nothing where they are imported as they were exported', () => {
    const exported = [civil, bare].map((office) => writeHsds(office, leads, day))
    const { rows, errors } = readHsds(JSON.parse(JSON.stringify(exported)), leads)
    expect(errors).toEqual([])
    expect(planImport(rows, known, '150200')).toEqual({ ...none, unchanged: 2 })
  })

  it('have the same ids in each export, and unlike ones for unlike things', () => {
    const ids = (text: string) => [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id)
    const one = ids(JSON.stringify(writeHsds(civil, leads, day)))
    expect(ids(JSON.stringify(writeHsds({ ...civil, name: '另名' }, leads, day)))).toEqual(one)
    const both = [...one, ...ids(JSON.stringify(writeHsds(bare, leads, day)))]
    expect(new Set(both).size).toBe(both.length)
  })

  it('list one service for each measure, out of service once the office is closed', () => {
    const services = (on: string) => writeHsds(civil, leads, on).services?.map(({ status }) => status)
    expect(services('2026-12-31')).toEqual(['active', 'active'])
    expect(services('2027-01-01')).toEqual(['inactive', 'inactive'])
    expect(writeHsds(bare, leads, day).services?.map(({ attributes }) => attributes?.[0]?.value)).toEqual(
      leads.get('RST'),
    )
  })

  it('come back as what another system made of them', () => {
    const exported = writeHsds(bare, leads, day)
    const [, ...services] = exported.services ?? []
    const changed = { ...exported, phones: [], services, locations: undefined, attributes: undefined }
    const { rows } = readHsds([changed], leads)
    const { changes } = planImport(rows, new Map([[bare.id, { ...bare, telephone: '12333', hours: '常年' }]]), '150000')
    expect(changes.map(({ fields }) => fields)).toEqual([
      { telephone: ['12333', null], measures: [null, leads.get('RST')?.slice(1)] },
    ])
    expect(readHsds([{ ...exported, organization_identifiers: [] }], leads).errors).toMatchObject([
      { row: 1, path: 'department' },
      { row: 1, path: 'areaCode' },
    ])
  })
})

describe('the coverage', () => {
  const chain = ['150203', '150200', '150000']
  const whole = [...leads.keys(), 'ZGH'].flatMap((department) => chain.map((area) => officeOf(department, area)))
  const gapsOf = (offices: readonly OfficeRow[]) => {
    const routable = offices.map((office) => ({
      ...office,
      measures: office.measures === null ? null : new Set<string>(JSON.parse(office.measures)),
    }))
    return coverageGaps(['150203'], { book, directory: officeDirectory(routable), day })
  }

  it('has no gap where every department has an office in the county', () => {
    expect(gapsOf(whole)).toEqual([])
  })

  it('tells who gets what a county does not serve, and why', () => {
    const gone = whole.filter(({ id }) => id !== officeIdOf('MZT', '150203'))
    const gaps = gapsOf(gone)
    expect(gaps.map(({ measure }) => measure)).toEqual(leads.get('MZT'))
    expect(gaps[0]).toMatchObject({
      office: { areaCode: '150200' },
      counties: ['150203'],
      reasons: ['level:city-because-none-below'],
    })
    const some = whole.map((office) =>
      office.id === officeIdOf('MZT', '150203') ? { ...office, measures: JSON.stringify(['M601']) } : office,
    )
    expect(gapsOf(some).map(({ measure }) => measure)).toEqual(leads.get('MZT')?.filter((code) => code !== 'M601'))
    const nobody = whole.filter(({ department }) => department !== 'MZT')
    expect(gapsOf(nobody)[0]).toMatchObject({ office: { department: 'ZGH' } })
    expect(gapsOf(nobody)[0]?.reasons.at(-1)).toBe('fallback:no-office-of-MZT')
  })
})
