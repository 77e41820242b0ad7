import { areaWithin, officeIdOf } from '@jiekun/schema'
import { changesOf, firstFields, newOffice, present } from '../offices/edit-office.ts'
import type { ChangedFields, OfficeRow } from '../offices/store.ts'
import { columnsOf, shownFields } from '../offices/views.ts'
import { isMeasure } from '../routing/answer-route.ts'
import type { ReadRow, RowError } from './read-row.ts'

/** What an import does to one office. */
export interface PlannedChange {
  row: number
  change: 'created' | 'changed'
  /** The office as it will be, at its next version. */
  office: OfficeRow
  fields: ChangedFields
}

export interface ImportPlan {
  changes: PlannedChange[]
  unchanged: number
  errors: RowError[]
}

/**
 * What rows would change. `known`: the offices that are there, by id; `area`: that of whoever imports. An office that is
 * named twice, lies elsewhere or was changed since the export is an error; so is a measure that the catalogue lacks.
 */
export function planImport(rows: readonly ReadRow[], known: ReadonlyMap<string, OfficeRow>, area: string): ImportPlan {
  const plan: ImportPlan = { changes: [], unchanged: 0, errors: [] }
  const named = new Map<string, number>()
  for (const { row, said } of rows) {
    const id = officeIdOf(said.department, said.areaCode)
    const before = known.get(id)
    const errors = [...rowErrors({ row, said }, id, before, area), ...twice(row, named.get(id))]
    named.set(id, named.get(id) ?? row)
    if (errors.length > 0) {
      plan.errors.push(...errors)
      continue
    }
    const change = before ? changeOf(row, said, before) : creationOf(row, said, id)
    if (Object.keys(change.fields).length === 0) plan.unchanged++
    else plan.changes.push(change)
  }
  return plan
}

type Said = ReadRow['said']

function rowErrors({ row, said }: ReadRow, id: string, before: OfficeRow | undefined, area: string): RowError[] {
  const errors: RowError[] = []
  const wrong = (path: string, message: string) => errors.push({ row, path, message })
  if (!areaWithin(area, said.areaCode)) wrong('areaCode', 'is not your area')
  if (said.officeId != null && said.officeId !== id) wrong('officeId', `must be ${id} for this department and area`)
  if (!before && said.name === undefined) wrong('name', 'is needed for an office that is not there yet')
  if (said.version != null && said.version !== (before?.version ?? said.version)) {
    wrong('version', 'is not the present one: the office was changed after the export')
  }
  const unknown = (said.measures ?? []).filter((code) => !isMeasure(code))
  if (unknown.length > 0) wrong('measures', `are not in the catalogue: ${unknown.slice(0, 5).join(', ')}`)
  return errors
}

const twice = (row: number, first: number | undefined): RowError[] =>
  first === undefined ? [] : [{ row, path: '', message: `is the same office as row ${first}` }]

function editsOf({ name, telephone, address, hours, measures, capacity, closedFrom }: Said) {
  return { name, telephone, address, hours, measures, capacity, closedFrom }
}

function changeOf(row: number, said: Said, before: OfficeRow): PlannedChange {
  const edits = editsOf(said)
  const office = { ...before, ...columnsOf(present(edits)), version: before.version + 1 }
  return { row, change: 'changed', office, fields: changesOf(shownFields(before), edits) }
}

function creationOf(row: number, said: Said, id: string): PlannedChange {
  const { department, areaCode, name = '' } = said
  const office = newOffice({ id, department, areaCode, ...editsOf(said), name })
  return { row, change: 'created', office, fields: firstFields(office) }
}
