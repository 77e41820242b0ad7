import { areaRange, type StaffRole } from '@jiekun/schema'
import { userChanges, users } from '@jiekun/schema/tables/gateway'
import { insertRow, queries, type ServiceContext, toStatement } from '@jiekun/worker'
import { and, asc, between, eq, gt } from 'drizzle-orm'
import type { User } from './user-view.ts'

const only = async (d1: D1Database, condition: ReturnType<typeof eq> | undefined): Promise<User | undefined> =>
  (await queries(d1).select().from(users).where(condition))[0]

export const findUser = (d1: D1Database, id: string): Promise<User | undefined> => only(d1, eq(users.id, id))

export const findUserByLogin = (d1: D1Database, login: string): Promise<User | undefined> =>
  only(d1, eq(users.login, login))

/** The user that a provider means by this subject. */
export const findUserBySubject = (d1: D1Database, issuer: string, subject: string): Promise<User | undefined> =>
  only(d1, and(eq(users.issuer, issuer), eq(users.subject, subject)))

/** A page of the users of an area and below, by id. */
export const listUsers = (
  d1: D1Database,
  area: string,
  page: {
    login?: string | undefined
    role?: StaffRole | undefined
    area?: string | undefined
    state?: 'active' | 'disabled' | undefined
    after?: string | undefined
    limit: number
  },
): Promise<User[]> =>
  queries(d1)
    .select()
    .from(users)
    .where(
      and(
        between(users.area, ...areaRange(area)),
        page.login === undefined ? undefined : eq(users.login, page.login),
        page.role === undefined ? undefined : eq(users.role, page.role),
        page.area === undefined ? undefined : between(users.area, ...areaRange(page.area)),
        page.state === undefined ? undefined : eq(users.state, page.state),
        page.after === undefined ? undefined : gt(users.id, page.after),
      ),
    )
    .orderBy(asc(users.id))
    .limit(page.limit)

/** What can change of a user; identity, making and version are not among it. */
export type UserChange = Partial<Omit<User, 'id' | 'login' | 'createdAt' | 'createdBy' | 'seeded' | 'version'>>

/**
 * The statements that change a user. The row under the next number makes one of two changes at once fail whole, with a
 * violation of `user_changes.user_id`.
 */
export function changeStatements(ctx: ServiceContext, user: User, change: UserChange): D1PreparedStatement[] {
  const version = user.version + 1
  return [
    toStatement(
      ctx.db,
      queries(ctx.db)
        .update(users)
        .set({ ...change, version })
        .where(eq(users.id, user.id)),
    ),
    changeRow(ctx, user.id, version, Object.keys(change).join(' ')),
  ]
}

/** The statements that store a new user. */
export const newUserStatements = (ctx: ServiceContext, user: User): D1PreparedStatement[] => [
  insertRow(ctx.db, users, user),
  changeRow(ctx, user.id, user.version, 'created'),
]

const changeRow = (ctx: ServiceContext, userId: string, version: number, what: string): D1PreparedStatement =>
  insertRow(ctx.db, userChanges, {
    userId,
    version,
    at: ctx.now.getTime(),
    actor: 'id' in ctx.actor ? ctx.actor.id : ctx.actor.kind,
    what,
  })
