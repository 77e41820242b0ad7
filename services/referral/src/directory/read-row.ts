import { areaCodeSchema, departmentCodeSchema } from '@jiekun/schema'
import { officeFieldsSchema } from '@jiekun/schema/api'
import * as z from 'zod'

/** What a row of an import says of an office. What it says nothing of stays as it is. */
export const saidSchema = z.object({
  department: departmentCodeSchema,
  areaCode: areaCodeSchema,
  officeId: z.string().nullable().optional(),
  /** The version that the row was exported with. */
  version: z.int().min(1).nullable().optional(),
  ...officeFieldsSchema.partial().shape,
})
export type Said = z.infer<typeof saidSchema>

/** A row that is well-formed. `row`: where the file has it, as whoever edits it counts. */
export interface ReadRow {
  row: number
  said: Said
}

/** What is wrong with a row. */
export interface RowError {
  row: number
  /** The field; empty for the row as a whole. */
  path: string
  message: string
}

/** Rows of which each is well-formed or has said what is wrong. */
export interface ReadRows {
  rows: ReadRow[]
  errors: RowError[]
}

/** Reads the rows of a file, each as a reader found it. */
export function readRows(found: readonly { row: number; said: Record<string, unknown> }[]): ReadRows {
  const rows: ReadRow[] = []
  const errors: RowError[] = []
  for (const { row, said } of found) {
    const parsed = saidSchema.safeParse(said)
    if (parsed.success) rows.push({ row, said: parsed.data })
    else errors.push(...parsed.error.issues.map(({ path, message }) => ({ row, path: path.join('.'), message })))
  }
  return { rows, errors }
}
