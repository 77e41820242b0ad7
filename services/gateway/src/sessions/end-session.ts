import { actorHolds, areaWithin } from '@jiekun/schema'
import { commit, ProblemError, requireScope, type ServiceContext, staffOf } from '@jiekun/worker'
import { forget } from '../access/remembered.ts'
import { requireVisibleUser } from '../users/require-user.ts'
import { endAllStatement, endStatement, findSessionById } from './store.ts'

/** Ends a session: one's own, or with users:manage that of a user of the area. One that has ended stays so. */
export async function endSession(ctx: ServiceContext, id: string): Promise<void> {
  const actor = staffOf(ctx)
  const found = await findSessionById(ctx.db, id)
  const isOwn = found?.session.userId === actor.id
  const manages = found && actorHolds(actor, 'users:manage') && areaWithin(actor.area, found.area)
  if (!found || !(isOwn || manages)) throw new ProblemError('not-found')
  if (found.session.endedAt === null) {
    await commit(ctx, {
      statements: [endStatement(ctx.db, id, ctx.now.getTime())],
      audit: [{ action: 'session.ended', subject: found.session.userId, area: found.area, reason: id }],
    })
  }
  forget({ sessionId: id })
}

/** Ends every session of the actor, but for this one where it is named. */
export async function endOwnSessions(ctx: ServiceContext, but?: string): Promise<void> {
  const { id, area } = staffOf(ctx)
  await endAll(ctx, { id, area }, but)
}

/** Ends every session of a user of the area; with users:manage alone. */
export async function endSessionsOf(ctx: ServiceContext, userId: string): Promise<void> {
  requireScope(ctx, 'users:manage')
  await endAll(ctx, await requireVisibleUser(ctx, userId))
}

async function endAll(ctx: ServiceContext, user: { id: string; area: string }, but?: string): Promise<void> {
  await commit(ctx, {
    statements: [endAllStatement(ctx.db, user.id, ctx.now.getTime(), but)],
    audit: [{ action: 'session.all-ended', subject: user.id, area: user.area }],
  })
  forget({ actorId: user.id })
}
