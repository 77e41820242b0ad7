import { staffKeys } from '@jiekun/schema/tables/gateway'
import { commit, created, insertRow, ProblemError, type ServiceContext, sha256, staffOf } from '@jiekun/worker'
import { newKeyText, writeKey } from './key-text.ts'
import { showKey } from './key-view.ts'
import type { Key } from './store.ts'

/** The longest that a key may hold, milliseconds: a year, and a day for leap years. */
const longestMs = 366 * 24 * 3_600_000

/** The end of a key as it was asked for, or the end of the request with 422. */
export function expiryOf(ctx: ServiceContext, expiresAt: string): number {
  const at = Date.parse(expiresAt)
  if (at > ctx.now.getTime() && at <= ctx.now.getTime() + longestMs) return at
  throw new ProblemError('invalid-input', undefined, {
    errors: [{ path: 'expiresAt', message: 'must lie ahead, by a year at most' }],
  })
}

/** Stores a new key and answers with it; its text is shown this once. */
export async function issueKey(
  ctx: ServiceContext,
  given: Pick<Key, 'label' | 'role' | 'area' | 'officeId' | 'scopes' | 'expiresAt' | 'predecessor'>,
  further: D1PreparedStatement[] = [],
) {
  const text = newKeyText()
  const row = {
    ...given,
    id: text.id,
    secretHash: await sha256(text.secret),
    createdAt: ctx.now.getTime(),
    createdBy: staffOf(ctx).id,
    lastUsedAt: null,
    revokedAt: null,
    seeded: false,
  }
  const answer = created({ ...showKey(row, ctx.now), key: writeKey(text) }, `/keys/${text.id}`)
  await commit(ctx, {
    statements: [insertRow(ctx.db, staffKeys, row), ...further],
    audit: [
      given.predecessor === null
        ? { action: 'key.created', subject: text.id, area: given.area }
        : { action: 'key.rotated', subject: given.predecessor, area: given.area, reason: `successor ${text.id}` },
    ],
    answer,
  })
  return answer
}
