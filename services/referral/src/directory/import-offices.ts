import type { directoryOperations } from '@jiekun/schema/api'
import {
  commit,
  dayInChina,
  newId,
  ProblemError,
  queries,
  type ServiceContext,
  staffOf,
  violates,
} from '@jiekun/worker'
import type * as z from 'zod'
import { leadsOn } from '../offices/served-measures.ts'
import { rulesBy } from '../routing/store.ts'
import { readHsds } from './hsds.ts'
import { readCsv } from './offices-csv.ts'
import { planImport } from './plan-import.ts'
import type { RowError } from './read-row.ts'
import { importStatements, officesOf } from './store.ts'

type Asked = z.output<(typeof directoryOperations.importOffices)['body']>

/** Errors that one answer names; the rest come up once these are mended. */
const mostErrors = 500

/** Imports offices in one batch, or says what that would change. Ends the request with 422 and every wrong row. */
export async function importOffices(ctx: ServiceContext, { dryRun, csv, organizations }: Asked) {
  const today = dayInChina(ctx.now)
  const { area } = staffOf(ctx)
  const [offices, rules] = await queries(ctx.db).batch([officesOf(ctx, area), rulesBy(ctx, today)])
  const read = csv === undefined ? readHsds(organizations ?? [], leadsOn(rules, today)) : readCsv(csv)
  const plan = planImport(read.rows, new Map(offices.map((office) => [office.id, office])), area)
  refuse([...read.errors, ...plan.errors])
  const { changes, unchanged } = plan
  const answer = {
    dryRun,
    created: changes.filter(({ change }) => change === 'created').length,
    changed: changes.filter(({ change }) => change === 'changed').length,
    unchanged,
    offices: changes.map(({ row, change, office, fields }) => ({
      row,
      officeId: office.id,
      change,
      fields: Object.keys(fields),
    })),
  }
  if (dryRun || changes.length === 0) return answer
  try {
    await commit(ctx, {
      statements: importStatements(ctx, changes),
      audit: [{ action: 'offices.imported', subject: newId(area), area }],
      answer,
    })
  } catch (error) {
    if (violates(error, 'office_changes.') || violates(error, 'offices.')) throw new ProblemError('changed-meanwhile')
    throw error
  }
  return answer
}

function refuse(errors: readonly RowError[]): void {
  if (errors.length === 0) return
  const shown = errors.toSorted((one, other) => one.row - other.row).slice(0, mostErrors)
  throw new ProblemError('invalid-input', `${errors.length} things are wrong; nothing was imported`, {
    errors: shown.map(({ row, path, message }) => ({
      path: path === '' ? `row ${row}` : `row ${row}: ${path}`,
      message,
    })),
  })
}
