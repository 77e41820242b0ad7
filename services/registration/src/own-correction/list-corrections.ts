import { identityFieldSchema, maskIdentity } from '@jiekun/schema'
import type { CaseCorrection } from '@jiekun/schema/api'
import { corrections } from '@jiekun/schema/tables/registration'
import { ok, queries, type Result, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import { desc, eq } from 'drizzle-orm'
import * as z from 'zod'
import { type ApplicationRow, loadWithin } from '../applications/store.ts'
import { beforePlace } from '../privacy/correct-application.ts'

/** Corrections that are listed at once, the latest first. */
const listedAtOnce = 50

type Json = z.core.util.JSONType
const valuesSchema = z.record(z.string(), z.json())
const nobody = { name: '**', idNumber: '', phone: '', address: '' }

/** The query of the corrections of a case, the latest first. */
export const correctionsQuery = (d1: D1Database, caseNumber: string) =>
  queries(d1)
    .select()
    .from(corrections)
    .where(eq(corrections.applicationId, caseNumber))
    .orderBy(desc(corrections.sequence))
    .limit(listedAtOnce)

/** What was put right in a case within reach: the values before were kept sealed, those after are before the next one, or now. */
export async function listCorrections(
  ctx: ServiceContext,
  caseNumber: string,
): Promise<Result<CaseCorrection[], { reason: 'not-found' }>> {
  const application = await loadWithin(ctx.db, caseNumber, staffOf(ctx))
  if (!application) return refuse({ reason: 'not-found' })
  const rows = await correctionsQuery(ctx.db, caseNumber)
  const opened = await Promise.all(rows.map(({ id, beforeSealed }) => openBefore(ctx, id, beforeSealed)))
  const after = new Map(Object.entries(nowOf(application)))
  return ok(
    rows.map((row, at) => {
      const before = opened[at]
      const changes = before && Object.entries(before).map(([field, was]) => changeOf(field, was, after))
      const { sequence: version, actor: by, reason } = row
      return { at: new Date(row.at).toISOString(), version, by, reason, changes: changes ?? null }
    }),
  )
}

/** A change, and what was there before it as what the one before led to. */
function changeOf(field: string, was: Json, after: Map<string, Json>) {
  const before = shown(field, was)
  const change = { field, before, after: after.get(field) ?? null }
  after.set(field, before)
  return change
}

async function openBefore({ keyring }: ServiceContext, id: string, sealed: string) {
  if (sealed === '') return undefined
  return valuesSchema.parse(JSON.parse(await keyring.unseal(sealed, beforePlace(id))))
}

/** What is held now by the codes of corrections, the identity as it is masked. */
function nowOf({ facts, members, identityMasked }: ApplicationRow): Record<string, Json> {
  const coded = (prefix: string, text: string) =>
    Object.entries(valuesSchema.parse(JSON.parse(text))).map(([name, value]) => [`${prefix}.${name}`, value] as const)
  return {
    ...Object.fromEntries([...coded('facts', facts), ...coded('identity', identityMasked)]),
    members: z.json().parse(JSON.parse(members)),
  }
}

function shown(field: string, value: Json): Json {
  const name = identityFieldSchema.safeParse(field.replace(/^identity\./, ''))
  if (!field.startsWith('identity.') || !name.success || typeof value !== 'string') return value
  return maskIdentity({ ...nobody, [name.data]: value })[name.data] ?? null
}
