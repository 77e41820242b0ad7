import Papa from 'papaparse'
import type { OfficeRow } from '../offices/store.ts'
import { shownFields } from '../offices/views.ts'
import { type ReadRows, type RowError, readRows } from './read-row.ts'

/** The columns of the table by their headings, in their order. */
const columns = {
  编号: 'officeId',
  部门: 'department',
  地区: 'areaCode',
  名称: 'name',
  电话: 'telephone',
  地址: 'address',
  办公时间: 'hours',
  服务清单: 'measures',
  可同时办理: 'capacity',
  停止受理日期: 'closedFrom',
  版本: 'version',
} as const
const headings = Object.keys(columns)
type ColumnName = (typeof columns)[keyof typeof columns]
const names = new Map<string, ColumnName>(
  Object.entries(columns).flatMap(([heading, name]) => [
    [heading, name],
    [name, name],
  ]),
)

/** Without it spreadsheets take UTF-8 for the code page of their machine. */
const byteOrderMark = '\ufeff'

/** Offices as a table. Cells that a spreadsheet would take for a formula begin with an apostrophe. */
export function writeCsv(offices: readonly OfficeRow[]): string {
  const data = offices.map((office) => {
    const { id: officeId, department, areaCode, version } = office
    const shown: Record<string, unknown> = { officeId, department, areaCode, version, ...shownFields(office) }
    return Object.values(columns).map((name) => cellOf(shown[name]))
  })
  return `${byteOrderMark}${Papa.unparse({ fields: headings, data }, { escapeFormulae: true })}\r\n`
}

const cellOf = (value: unknown): string => (Array.isArray(value) ? value.join(' ') : String(value ?? ''))

/** Reads a table of offices, headed in Chinese or by the names of the API, in any order of columns. */
export function readCsv(csv: string): ReadRows {
  const { data, errors } = Papa.parse<string[]>(csv.replace(byteOrderMark, ''))
  const broken = errors.find(({ type }) => type === 'Quotes')
  if (broken) return { rows: [], errors: [{ row: (broken.row ?? 0) + 1, path: '', message: broken.message }] }
  const [first = [], ...lines] = data
  const heads = first.map((heading) => names.get(heading.trim()))
  const wrong = wrongHeadings(first, heads)
  if (wrong.length > 0) return { rows: [], errors: wrong }
  const found = lines
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const tooLong = found.filter(({ cells }) => cells.length > heads.length)
  if (tooLong.length > 0) {
    return { rows: [], errors: tooLong.map(({ row }) => ({ row, path: '', message: 'has more cells than headings' })) }
  }
  return readRows(found.map(({ row, cells }) => ({ row, said: saidBy(heads, cells) })))
}

const neededColumns = ['department', 'areaCode'] as const

function wrongHeadings(texts: readonly string[], heads: readonly (ColumnName | undefined)[]): RowError[] {
  const wrong = texts.flatMap((text, index): RowError[] => {
    const head = heads[index]
    if (head === undefined) return [{ row: 1, path: text.slice(0, 40), message: 'is no column of this table' }]
    return heads.indexOf(head) < index ? [{ row: 1, path: text, message: 'stands there twice' }] : []
  })
  const missing = neededColumns.filter((name) => !heads.includes(name))
  return [...wrong, ...missing.map((path) => ({ row: 1, path, message: 'is a column that is missing' }))]
}

function saidBy(heads: readonly (ColumnName | undefined)[], cells: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(heads.map((name, index) => [name ?? '', heldBy(name, plain(cells[index] ?? ''))]))
}

/** A cell without the apostrophe that keeps spreadsheets from computing it. */
const plain = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '').trim()

const numbers: readonly (ColumnName | undefined)[] = ['capacity', 'version']

/** What a cell holds; nothing where it is empty. Of numbers what is none is left as it is, to be refused. */
function heldBy(name: ColumnName | undefined, text: string): unknown {
  if (text === '') return null
  if (name === 'measures') return text.split(/[\s,，、;；]+/).filter((code) => code !== '')
  return numbers.includes(name) && /^\d{1,9}$/.test(text) ? Number(text) : text
}
