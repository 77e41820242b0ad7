import * as z from 'zod'
import { regionCode } from '../areas.ts'
import { isoDateSchema } from '../household.ts'
import { momentSchema, operation, reasonText } from './operation.ts'

/** The years that a calendar can be asked for: since the policy. */
const yearParams = z.strictObject({ year: z.coerce.number().int().min(2018).max(2099) })

const sourceText = z.string().trim().min(1).max(200)

export const calendarYearSchema = z
  .strictObject({
    year: z.int(),
    known: z
      .boolean()
      .describe(
        'False where the holidays are not announced: weekends alone are free, and dates counted so say `dueKnown: false`',
      ),
    origin: z
      .enum(['library', 'announced', 'none'])
      .describe('`library`: chinese-days knows it; `announced`: imported, which goes before the library'),
    holidays: z.array(z.iso.date()).describe('Days off besides weekends; as imported, they may hold weekends too'),
    workdays: z.array(z.iso.date()).describe('Weekend days on which work is made up for 调休'),
    source: z.string().nullable().describe('Number of the announcement'),
    version: z.int().describe('0 where nothing was imported'),
    changes: z
      .array(z.strictObject({ version: z.int(), source: z.string(), at: momentSchema, actor: z.string() }))
      .describe('Every import, in order'),
  })
  .meta({ id: 'CalendarYear' })

/** What is imported of a year. */
export const calendarImportSchema = z.strictObject({
  area: z.literal(regionCode).describe('The calendar is that of the whole region'),
  holidays: z.array(isoDateSchema).min(1).max(60),
  workdays: z.array(isoDateSchema).max(30).describe('Saturdays and Sundays alone'),
  source: sourceText.describe('Number of the announcement'),
  overrideBecause: reasonText
    .optional()
    .describe('Why a year is imported that the library knows already, such as a holiday that was made longer'),
})
export type CalendarImport = z.infer<typeof calendarImportSchema>

const common = { service: 'referral', tag: 'Reference', status: 200, tagged: true } as const

export const calendarOperations = {
  readCalendarYear: operation({
    ...common,
    id: 'readCalendarYear',
    method: 'get',
    path: '/calendar/{year}',
    summary: 'Read the holidays and make-up working days of a year, and whether they are announced',
    access: 'reference:read',
    params: yearParams,
    answer: calendarYearSchema,
    problems: [],
    sparse: true,
    example: { params: { year: '2026' } },
  }),
  setCalendarYear: operation({
    ...common,
    id: 'setCalendarYear',
    method: 'put',
    path: '/calendar/{year}',
    summary: 'Import the holidays and make-up working days of a year as they are announced',
    description: [
      'For administrators of the whole region; a year at most two ahead. The same days again change nothing.',
      'Every open referral is counted anew afterwards; deadlines that reviews have told applicants stay as they were told.',
      'A year that the library knows is taken only with `overrideBecause`, for it would silently go before the library.',
    ].join(' '),
    access: 'calendar:manage',
    params: yearParams,
    body: calendarImportSchema,
    answer: calendarYearSchema,
    problems: [],
    updates: true,
    // A year that the library does not know; once it does, the next one.
    example: {
      params: { year: '2027' },
      body: {
        area: regionCode,
        holidays: ['2027-01-01', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-05-03'],
        workdays: ['2027-01-31', '2027-02-20'],
        source: '国办发明电〔2026〕99号（示例）',
      },
    },
  }),
}
