import { areaCodeSchema, cityOf } from '@jiekun/schema'
import type { Operation } from '@jiekun/schema/api'
import * as z from 'zod'
import { type AuditEntry, type AuditRow, auditInsertion, auditRows } from './audit.ts'
import { violates } from './commit.ts'
import { log } from './log.ts'
import { type ServiceContext, staffOf } from './service-context.ts'

/** How long a reading waits for others, milliseconds, so that one write records them all. */
const gatherMs = 20
/** Waits before the write is tried again, milliseconds. */
const waits = [100, 1000, 5000]
/** Rows in one write. */
const mostRows = 500

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What a reading was of: what was asked for, and what was answered. */
export interface Reading {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
  answer: unknown
}

const gathered: AuditRow[] = []

/**
 * Records that staff have read something of a case, after the answer. Readings that end at the same time share one write.
 * One that cannot be written is logged instead; only a crash within the moment of gathering loses any.
 */
export function recordRead(ctx: ServiceContext, operation: Pick<Operation, 'id'>, reading: Reading): void {
  ctx.afterwards(
    auditRows(ctx, [{ action: operation.id, ...placeOf(staffOf(ctx).area, reading) }])
      .then((rows) => gathered.push(...rows))
      .then(() => pause(gatherMs))
      .then(async () => {
        // Whoever wakes first takes what all of them have left.
        while (gathered.length > 0) await write(ctx.db, gathered.splice(0, mostRows))
      }),
  )
}

async function write(db: D1Database, rows: readonly AuditRow[]): Promise<void> {
  for (const wait of [...waits, undefined]) {
    try {
      await auditInsertion(db, rows).run()
      return
    } catch (error) {
      // A write whose answer was lost has been made.
      if (violates(error, 'audit.id')) return
      if (wait === undefined) log('error', 'readings-unrecorded', { readings: rows.map(withoutReason), error })
      else await pause(wait)
    }
  }
}

const withoutReason = ({ reason: _, mac: __, ...row }: AuditRow) => row

const headSchema = z.object({ caseNumber: z.string().optional(), countyCode: areaCodeSchema.optional() })
const caseSchema = z.object({ application: headSchema })
const pageSchema = z.object({ items: z.array(z.unknown()) })
const askedSchema = z.looseObject({ caseNumber: z.string().optional() }).catch({})
/** Parts of a query that say how much is read, not what. */
const paging = ['after', 'limit', 'total']

/**
 * The case that was read and where it is: by its number wherever that is known, so that all who have looked at a case are
 * found under it; else by the id that was asked for. Of a list the names of its filters stand for it, never their values.
 */
export function placeOf(own: string, { params, query, body, answer }: Reading): Pick<AuditEntry, 'subject' | 'area'> {
  const asked = askedSchema.parse({ ...query, ...askedSchema.parse(body) })
  const items = pageSchema.safeParse(answer).data?.items
  const shown = items === undefined ? answer : asked.caseNumber === undefined ? undefined : items[0]
  const head = caseSchema.safeParse(shown).data?.application ?? headSchema.safeParse(shown).data
  const [param] = Object.values(params)
  // A list by case number that shows nothing was no reading of that case: it may lie out of reach.
  const id = head?.caseNumber ?? param ?? (items?.length === 0 ? undefined : asked.caseNumber)
  if (typeof id === 'string') return { subject: id, area: head?.countyCode ?? cityOfId(id) ?? own }
  const filters = Object.keys(asked).filter((name) => asked[name] !== undefined && !paging.includes(name))
  return { subject: `?${filters.join('&')} ${items?.length ?? 0} items`, area: own }
}

/** Every id begins with the digits of the city that it belongs to. */
const cityOfId = (id: string): string | undefined => areaCodeSchema.safeParse(cityOf(id)).data
