import type { Actor } from '@jiekun/schema'
import { staffActorSchema } from '@jiekun/schema'
import { staffKeys } from '@jiekun/schema/tables/gateway'
import { queries, sameText, sha256 } from '@jiekun/worker'
import { and, eq, isNull } from 'drizzle-orm'

/** A staff key: `jk_`, its id, and the secret of which only the hash is stored. */
const form = /^Bearer jk_([a-z0-9]{8})_([A-Za-z0-9]{32})$/

/** Compared with where a key does not exist, so that both take the same time. */
const noHash = '0'.repeat(64)

/** Who an Authorization header speaks for: the public without one, nobody (undefined) with one that does not hold. */
export async function actorOf(db: D1Database, authorization: string | undefined): Promise<Actor | undefined> {
  if (authorization === undefined) return { kind: 'public' }
  const [, id, secret] = form.exec(authorization) ?? []
  if (id === undefined || secret === undefined) return undefined
  const [key] = await queries(db)
    .select()
    .from(staffKeys)
    .where(and(eq(staffKeys.id, id), isNull(staffKeys.revokedAt)))
  const holds = sameText(await sha256(secret), key?.secretHash ?? noHash)
  return key && holds
    ? staffActorSchema.parse({ kind: 'staff', id: key.id, role: key.role, area: key.area })
    : undefined
}
