import { areaRange, regionCode } from '@jiekun/schema'
import type { SignInOutcome } from '@jiekun/schema/api'
import { signIns, users } from '@jiekun/schema/tables/gateway'
import { insertRow, newId, queries, type ServiceContext } from '@jiekun/worker'
import { and, between, desc, eq, lt, or, type SQL } from 'drizzle-orm'
import type { User } from '../users/user-view.ts'
import { addressIndex } from './attempts.ts'

/** An attempt to sign in, as the log keeps it. */
export interface SignInEntry {
  user: Pick<User, 'id' | 'area'> | undefined
  method: 'password' | 'provider'
  outcome: SignInOutcome
  address: string
}

/** The statement that writes an attempt to the log. A login that nobody has is not kept: it may be a password gone astray. */
export async function logStatement(ctx: ServiceContext, entry: SignInEntry): Promise<D1PreparedStatement> {
  const area = entry.user?.area ?? regionCode
  return insertRow(ctx.db, signIns, {
    id: newId(area),
    at: ctx.now.getTime(),
    userId: entry.user?.id ?? null,
    area,
    method: entry.method,
    outcome: entry.outcome,
    addressIndex: await addressIndex(ctx, entry.address),
    requestId: ctx.requestId,
  })
}

/** A page of the attempts of an area and below, newest first. */
export const listSignIns = (
  d1: D1Database,
  area: string,
  page: {
    userId?: string | undefined
    outcome?: SignInOutcome | undefined
    after?: string | undefined
    limit: number
  },
) =>
  queries(d1)
    .select({ signIn: signIns, login: users.login })
    .from(signIns)
    .leftJoin(users, eq(users.id, signIns.userId))
    .where(
      and(
        between(signIns.area, ...areaRange(area)),
        page.userId === undefined ? undefined : eq(signIns.userId, page.userId),
        page.outcome === undefined ? undefined : eq(signIns.outcome, page.outcome),
        page.after === undefined ? undefined : before(page.after),
      ),
    )
    .orderBy(desc(signIns.at), desc(signIns.id))
    .limit(page.limit)

/** What comes after a cursor: what is older, by time and then by id. */
function before(cursor: string): SQL | undefined {
  const [at = '', id = ''] = cursor.split('~', 2)
  return or(lt(signIns.at, Number(at)), and(eq(signIns.at, Number(at)), lt(signIns.id, id)))
}
