import { type StaffActor, scopeSchema, staffActorSchema } from '@jiekun/schema'
import { type ServiceContext, sameText, sha256 } from '@jiekun/worker'
import * as z from 'zod'
import { readKey } from './key-text.ts'
import { findKey, type Key, useStatement } from './store.ts'

/** Compared with where a key does not exist, so that both take the same time. */
const noHash = '0'.repeat(64)
/** How exactly the last use is kept, milliseconds. */
const usedEveryMs = 3_600_000

/** The scopes that a key was given, or null where it has all of its role. */
export const scopesOfKey = (key: Pick<Key, 'scopes'>) =>
  key.scopes === null ? null : z.array(scopeSchema).parse(JSON.parse(key.scopes))

/** Who acts where this key is sent. */
export function actorOfKey(key: Key): StaffActor {
  const scopes = scopesOfKey(key)
  return staffActorSchema.parse({
    kind: 'staff',
    id: key.id,
    role: key.role,
    area: key.area,
    ...(key.officeId === null ? {} : { officeId: key.officeId }),
    ...(scopes === null ? {} : { scopes }),
  })
}

/** The key in an Authorization header, if it holds now. Its use is written down after the answer. */
export async function findKeyByText(ctx: ServiceContext, authorization: string): Promise<Key | undefined> {
  const text = readKey(authorization)
  if (!text) return undefined
  const key = await findKey(ctx.db, text.id)
  const now = ctx.now.getTime()
  const isRight = sameText(await sha256(text.secret), key?.secretHash ?? noHash)
  if (!key || !isRight || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return undefined
  if (now - (key.lastUsedAt ?? 0) >= usedEveryMs) ctx.afterwards(useStatement(ctx.db, key.id, now).run())
  return key
}
