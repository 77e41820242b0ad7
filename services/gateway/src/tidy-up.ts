import { sessions, signInAttempts, signIns } from '@jiekun/schema/tables/gateway'
import { queries, type ServiceContext, toStatement } from '@jiekun/worker'
import { inArray, lt } from 'drizzle-orm'

const dayMs = 24 * 3_600_000
/** Sessions are kept for a month after their end, to be asked about. */
const sessionsKeptMs = 30 * dayMs
/** Network logs have to be kept for six months at least (网络安全法 article 21). */
const logKeptMs = 190 * dayMs
/** Longer than the longest wait. */
const attemptsKeptMs = dayMs
/** Rows of a table that one tick forgets. */
const page = 500

/** Forgets old sessions, attempts and the old end of the sign-in log, a page of each at a time. */
export async function forgetOld(ctx: ServiceContext): Promise<void> {
  const db = queries(ctx.db)
  const now = ctx.now.getTime()
  const oldSessions = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(lt(sessions.expiresAt, now - sessionsKeptMs))
    .limit(page)
  const oldSignIns = db
    .select({ id: signIns.id })
    .from(signIns)
    .where(lt(signIns.at, now - logKeptMs))
    .limit(page)
  const oldAttempts = db
    .select({ subject: signInAttempts.subject })
    .from(signInAttempts)
    .where(lt(signInAttempts.lastAt, now - attemptsKeptMs))
    .limit(page)
  await ctx.db.batch([
    toStatement(ctx.db, db.delete(sessions).where(inArray(sessions.id, oldSessions))),
    toStatement(ctx.db, db.delete(signIns).where(inArray(signIns.id, oldSignIns))),
    toStatement(ctx.db, db.delete(signInAttempts).where(inArray(signInAttempts.subject, oldAttempts))),
  ])
}
