import { scopesOf, staffRoleSchema } from '@jiekun/schema'
import { type KeyView, keySchema } from '@jiekun/schema/api'
import { scopesOfKey } from './find-key.ts'
import type { Key } from './store.ts'

const moment = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

function stateOf(key: Key, now: Date): KeyView['state'] {
  if (key.revokedAt !== null) return 'revoked'
  return key.expiresAt !== null && key.expiresAt <= now.getTime() ? 'expired' : 'active'
}

/** A key as the API shows it; nothing of its secret is there to show. */
export const showKey = (key: Key, now: Date): KeyView =>
  keySchema.parse({
    id: key.id,
    label: key.label,
    role: key.role,
    area: key.area,
    officeId: key.officeId,
    scopes: scopesOfKey(key) ?? scopesOf(staffRoleSchema.parse(key.role)),
    state: stateOf(key, now),
    createdAt: moment(key.createdAt),
    createdBy: key.createdBy,
    expiresAt: moment(key.expiresAt),
    lastUsedAt: moment(key.lastUsedAt),
    predecessor: key.predecessor,
    revokedAt: moment(key.revokedAt),
  })
