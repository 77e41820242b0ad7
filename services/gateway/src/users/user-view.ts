import { type StaffActor, staffActorSchema } from '@jiekun/schema'
import { type UserView, userSchema } from '@jiekun/schema/api'
import type { users } from '@jiekun/schema/tables/gateway'

export type User = typeof users.$inferSelect

/** Who acts when this user does. */
export const actorOfUser = (user: Pick<User, 'id' | 'role' | 'area' | 'officeId'>): StaffActor =>
  staffActorSchema.parse({
    kind: 'staff',
    id: user.id,
    role: user.role,
    area: user.area,
    ...(user.officeId === null ? {} : { officeId: user.officeId }),
  })

/** A user as the API shows it. */
export const showUser = (user: User): UserView =>
  userSchema.parse({
    id: user.id,
    login: user.login,
    displayName: user.displayName,
    telephone: user.telephone,
    role: user.role,
    area: user.area,
    officeId: user.officeId,
    state: user.state,
    provider: user.issuer === null || user.subject === null ? null : { issuer: user.issuer, subject: user.subject },
    signInReady:
      user.issuer !== null ||
      (user.passwordHash !== null && user.firstPasswordUntil === null && user.totpSealed !== null),
    createdAt: new Date(user.createdAt).toISOString(),
    createdBy: user.createdBy,
    version: user.version,
  })
