import { newId } from './ids.ts'
import type { Keyring } from './keyring.ts'
import type { ServiceContext } from './service-context.ts'

/** What one change or one reading writes to the audit. */
export interface AuditEntry {
  action: string
  /** The id of what was changed or read. */
  subject: string
  area: string
  /** Why; the one that the request came with where this is left out. */
  reason?: string | undefined
}

/** A row of the audit as it is stored, but for its sequence. */
export interface AuditRow {
  id: string
  service: string
  at: number
  actor: string
  role: string | null
  action: string
  subject: string
  area: string
  requestId: string
  reason: string | null
  mac: string
}

/** The digest of a row: over every column but the sequence, which only the database knows when it stores the row. */
export const auditMac = (keyring: Pick<Keyring, 'auditMac'>, row: Omit<AuditRow, 'mac'>): Promise<string> =>
  keyring.auditMac(
    JSON.stringify([
      'row',
      row.id,
      row.service,
      row.at,
      row.actor,
      row.role,
      row.action,
      row.subject,
      row.area,
      row.requestId,
      row.reason,
    ]),
  )

/** Text that the database gives back as it was: a NUL or half a surrogate pair would not be, and would look like tampering. */
const storable = (text: string): string => text.toWellFormed().replace(/\p{Cc}/gu, ' ')

/** The rows of what this request does, each with its digest. */
export function auditRows(ctx: ServiceContext, entries: readonly AuditEntry[]): Promise<AuditRow[]> {
  const { actor } = ctx
  return Promise.all(
    entries.map(async ({ action, subject, area, reason = ctx.reason }) => {
      const row = {
        id: newId(area),
        service: ctx.service,
        at: ctx.now.getTime(),
        actor: 'id' in actor ? `${actor.kind}:${actor.id}` : actor.kind,
        role: actor.kind === 'staff' ? actor.role : null,
        action: storable(action),
        subject: storable(subject),
        area,
        requestId: storable(ctx.requestId),
        reason: reason === undefined ? null : storable(reason),
      }
      return { ...row, mac: await auditMac(ctx.keyring, row) }
    }),
  )
}

/**
 * The statement that stores rows, one however many there are. `given`: only where that table has a row for which the
 * condition holds, with ?2 as its parameter.
 */
export function auditInsertion(
  db: D1Database,
  rows: readonly AuditRow[],
  given?: { table: string; condition: string; value: string },
): D1PreparedStatement {
  const statement = db.prepare(
    `INSERT INTO audit (id, service, at, actor, role, action, subject, area, request_id, reason, mac)
     SELECT value->>'id', value->>'service', value->>'at', value->>'actor', value->>'role', value->>'action',
       value->>'subject', value->>'area', value->>'requestId', value->>'reason', value->>'mac'
     FROM json_each(?1)${given ? `, ${given.table} WHERE ${given.condition}` : ''}`,
  )
  return statement.bind(JSON.stringify(rows), ...(given ? [given.value] : []))
}

/** The statements that record who did what: one, or none where there is nothing to record. */
export const auditStatements = async (
  ctx: ServiceContext,
  entries: readonly AuditEntry[],
): Promise<D1PreparedStatement[]> =>
  entries.length === 0 ? [] : [auditInsertion(ctx.db, await auditRows(ctx, entries))]
