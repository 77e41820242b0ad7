import { scopesOf } from '@jiekun/schema'
import type { accessOperations } from '@jiekun/schema/api'
import { commit, created, newId, ProblemError, type ServiceContext, staffOf, violates } from '@jiekun/worker'
import type * as z from 'zod'
import { mayGive } from '../access/may-give.ts'
import { requireOffice } from '../access/require-office.ts'
import { hashPassword, newFirstPassword } from '../sign-in/password.ts'
import { newUserStatements } from './store.ts'
import { showUser, type User } from './user-view.ts'

type NewUser = z.output<typeof accessOperations.createUser.body>

/** How long a first password is good for, milliseconds. */
export const firstPasswordMs = 7 * 24 * 3_600_000

/** Makes a user. Ends the request with 403 where its standing is not the administrator's to give. */
export async function createUser(ctx: ServiceContext, wanted: NewUser) {
  const administrator = staffOf(ctx)
  if (!mayGive(administrator, { ...wanted, scopes: scopesOf(wanted.role) })) throw new ProblemError('not-allowed')
  await requireOffice(ctx, wanted)
  const firstPassword = wanted.provider ? null : newFirstPassword()
  const now = ctx.now.getTime()
  const user: User = {
    id: newId(wanted.area),
    login: wanted.login,
    displayName: wanted.displayName,
    telephone: wanted.telephone ?? null,
    role: wanted.role,
    area: wanted.area,
    officeId: wanted.officeId ?? null,
    state: 'active',
    version: 1,
    issuer: wanted.provider?.issuer ?? null,
    subject: wanted.provider?.subject ?? null,
    passwordHash: firstPassword === null ? null : hashPassword(firstPassword),
    firstPasswordUntil: firstPassword === null ? null : now + firstPasswordMs,
    totpSealed: null,
    createdAt: now,
    createdBy: administrator.id,
    seeded: false,
  }
  const answer = created({ ...showUser(user), firstPassword }, `/users/${user.id}`, user.version)
  try {
    await commit(ctx, {
      statements: newUserStatements(ctx, user),
      audit: [{ action: 'user.created', subject: user.id, area: user.area, reason: user.role }],
      answer,
    })
  } catch (error) {
    throw alreadyThere(error) ?? error
  }
  return answer
}

/** The problem of a login or a provider's subject that another user has, if that is why a batch failed. */
export function alreadyThere(error: unknown): ProblemError | undefined {
  if (violates(error, 'users.login')) return new ProblemError('already-there', 'Another user has this login')
  if (violates(error, 'users.issuer')) return new ProblemError('already-there', 'Another user signs in as this subject')
  return undefined
}
