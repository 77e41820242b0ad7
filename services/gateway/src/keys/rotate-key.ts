import type { accessOperations } from '@jiekun/schema/api'
import { ProblemError, type ServiceContext, violates } from '@jiekun/worker'
import type * as z from 'zod'
import { forget } from '../access/remembered.ts'
import { expiryOf, issueKey } from './issue-key.ts'
import { showKey } from './key-view.ts'
import { requireKey } from './require-key.ts'
import { expireStatement } from './store.ts'

type Successor = z.output<typeof accessOperations.rotateKey.body>

const hourMs = 3_600_000

/** Makes the key that takes over from another, which goes on holding for the overlap and no longer. */
export async function rotateKey(ctx: ServiceContext, id: string, wanted: Successor) {
  const old = await requireKey(ctx, id)
  const now = ctx.now.getTime()
  if (showKey(old, ctx.now).state !== 'active') throw new ProblemError('wrong-state', 'The key holds no more')
  const endsAt = Math.min(now + wanted.overlapHours * hourMs, old.expiresAt ?? Number.POSITIVE_INFINITY)
  const { label, role, area, officeId, scopes } = old
  const expiresAt = expiryOf(ctx, wanted.expiresAt)
  const successor = { label, role, area, officeId, scopes, expiresAt, predecessor: id }
  try {
    const answer = await issueKey(ctx, successor, [expireStatement(ctx.db, id, endsAt)])
    forget({ actorId: id })
    return answer
  } catch (error) {
    if (violates(error, 'staff_keys.predecessor')) throw new ProblemError('wrong-state', 'The key has a successor')
    throw error
  }
}
