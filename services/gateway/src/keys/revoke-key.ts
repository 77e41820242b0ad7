import { commit, type ServiceContext } from '@jiekun/worker'
import { forget } from '../access/remembered.ts'
import { requireKey } from './require-key.ts'
import { revokeStatement } from './store.ts'

/** Revokes a key; one that is revoked already stays so. */
export async function revokeKey(ctx: ServiceContext, id: string): Promise<void> {
  const key = await requireKey(ctx, id)
  if (key.revokedAt === null) {
    await commit(ctx, {
      statements: [revokeStatement(ctx.db, id, ctx.now.getTime())],
      audit: [{ action: 'key.revoked', subject: id, area: key.area }],
    })
  }
  forget({ actorId: id })
}
