import { lastKnownYear, libraryYear } from '@jiekun/calendar'
import { areaWithin, type Event, regionCode } from '@jiekun/schema'
import type { CalendarImport, calendarYearSchema } from '@jiekun/schema/api'
import {
  commit,
  dayInChina,
  ProblemError,
  requireVersion,
  type ServiceContext,
  staffOf,
  violates,
} from '@jiekun/worker'
import * as z from 'zod'
import { envelope } from '../envelope.ts'
import { actorName } from '../states/move-referral.ts'
import { misfitsOf } from './check-year.ts'
import { findYear, type YearRow, yearStatements } from './store.ts'

type CalendarYear = z.infer<typeof calendarYearSchema>
type Found = Awaited<ReturnType<typeof findYear>>

/** A year of the calendar: as it was imported, else as the library knows it, else with nothing but its weekends. */
export async function readYear(ctx: ServiceContext, year: number): Promise<CalendarYear> {
  return shown(year, await findYear(ctx, year))
}

/** Imports a year. Why one goes before the library stands in the audit. */
export async function changeYear(
  ctx: ServiceContext,
  { year, asked, ifMatch }: { year: number; asked: CalendarImport; ifMatch: number | undefined },
): Promise<CalendarYear> {
  if (!areaWithin(staffOf(ctx).area, regionCode)) throw new ProblemError('not-allowed')
  const errors = misfitsOf(year, asked, dayInChina(ctx.now))
  if (errors.length > 0) throw new ProblemError('invalid-input', undefined, { errors })
  const found = await findYear(ctx, year)
  const version = found.row?.version ?? 0
  requireVersion(ifMatch, version)
  const row: YearRow = {
    year,
    holidays: JSON.stringify(asked.holidays.toSorted()),
    workdays: JSON.stringify(asked.workdays.toSorted()),
    source: asked.source,
    version: version + 1,
    at: ctx.now.getTime(),
    actor: actorName(ctx),
  }
  if (found.row && isSame(found.row, row)) return shown(year, found)
  const changed: Event = {
    ...envelope(ctx, String(year), regionCode),
    type: 'calendar.changed',
    data: { year, version: row.version },
  }
  const reason = asked.overrideBecause === undefined ? {} : { reason: asked.overrideBecause }
  try {
    await commit(ctx, {
      statements: yearStatements(ctx, row),
      events: [changed],
      audit: [{ action: 'calendar.changed', subject: String(year), area: regionCode, ...reason }],
    })
  } catch (error) {
    if (violates(error, 'calendar_changes.year')) throw new ProblemError('changed-meanwhile')
    throw error
  }
  return shown(year, { row, changes: [...found.changes, row] })
}

const isSame = (a: YearRow, b: YearRow): boolean =>
  a.holidays === b.holidays && a.workdays === b.workdays && a.source === b.source

const daysSchema = z.array(z.string())

function shown(year: number, { row, changes }: Found): CalendarYear {
  const origin = row ? 'announced' : year <= lastKnownYear ? 'library' : 'none'
  const days = row
    ? { holidays: daysSchema.parse(JSON.parse(row.holidays)), workdays: daysSchema.parse(JSON.parse(row.workdays)) }
    : libraryYear(year)
  return {
    year,
    known: origin !== 'none',
    origin,
    holidays: [...days.holidays],
    workdays: [...days.workdays],
    source: row?.source ?? null,
    version: row?.version ?? 0,
    changes: changes.map(({ version, source, at, actor }) => ({
      version,
      source,
      at: new Date(at).toISOString(),
      actor,
    })),
  }
}
