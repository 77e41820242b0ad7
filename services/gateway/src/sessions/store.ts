import { sessions, users } from '@jiekun/schema/tables/gateway'
import { queries, toStatement } from '@jiekun/worker'
import { and, asc, eq, gt, isNull, ne } from 'drizzle-orm'

/** How long a session lasts at most, and how long unused, milliseconds. */
export const longestMs = 12 * 3_600_000
export const idleMs = 30 * 60_000
/** How exactly the last use is kept. */
const usedEveryMs = 60_000

const isOpen = (now: number) =>
  and(isNull(sessions.endedAt), gt(sessions.expiresAt, now), gt(sessions.usedAt, now - idleMs))

/** The open session with this token hash and its user, if that user is active. */
export const findSession = async (d1: D1Database, tokenHash: string, now: number) =>
  (
    await queries(d1)
      .select({ session: sessions, user: users })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(and(eq(sessions.tokenHash, tokenHash), isOpen(now), eq(users.state, 'active')))
  )[0]

/** A session and its user by the session's id, in any state. */
export const findSessionById = async (d1: D1Database, id: string) =>
  (
    await queries(d1)
      .select({ session: sessions, area: users.area })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(sessions.id, id))
  )[0]

/** A page of the open sessions of a user, oldest first. */
export const listOpenSessions = (
  d1: D1Database,
  userId: string,
  now: number,
  page: { after?: string | undefined; limit: number },
) =>
  queries(d1)
    .select()
    .from(sessions)
    .where(
      and(eq(sessions.userId, userId), isOpen(now), page.after === undefined ? undefined : gt(sessions.id, page.after)),
    )
    .orderBy(asc(sessions.id))
    .limit(page.limit)

/** Whether the last use has to be written. */
export const useIsOld = (usedAt: number, now: number): boolean => now - usedAt >= usedEveryMs

export const useStatement = (d1: D1Database, id: string, now: number): D1PreparedStatement =>
  toStatement(d1, queries(d1).update(sessions).set({ usedAt: now }).where(eq(sessions.id, id)))

/** Ends one session. */
export const endStatement = (d1: D1Database, id: string, now: number): D1PreparedStatement =>
  toStatement(
    d1,
    queries(d1)
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt))),
  )

/** Ends the session with this token hash, if there is one. */
export const endByTokenStatement = (d1: D1Database, tokenHash: string, now: number): D1PreparedStatement =>
  toStatement(
    d1,
    queries(d1)
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.endedAt))),
  )

/** Ends every session of a user, but for one where it is named. */
export const endAllStatement = (d1: D1Database, userId: string, now: number, but?: string): D1PreparedStatement =>
  toStatement(
    d1,
    queries(d1)
      .update(sessions)
      .set({ endedAt: now })
      .where(
        and(
          eq(sessions.userId, userId),
          isNull(sessions.endedAt),
          but === undefined ? undefined : ne(sessions.id, but),
        ),
      ),
  )
