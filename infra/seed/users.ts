import { type StaffRole, staffRoles } from '@jiekun/schema'
import { keyringOf, newId } from '@jiekun/worker'
import { Secret, TOTP } from 'otpauth'
import { codePlace, newCodeSecret } from '../../services/gateway/src/sign-in/code.ts'
import { hashPassword, newFirstPassword } from '../../services/gateway/src/sign-in/password.ts'
import { officeId, officeWithoutSystem } from './offices.ts'
import { areaOfRole } from './staff-keys.ts'

/** An account with its password and code generator in plain, as only a local house keeps it. */
export interface LocalUser {
  id: string
  login: string
  displayName: string
  role: StaffRole
  area: string
  officeId?: string | undefined
  password: string
  codeSecret: string
}

const names: Record<StaffRole, [login: string, displayName: string]> = {
  grassroots_intake: ['intake', '基层受理员'],
  county_reviewer: ['reviewer', '旗县区审核员'],
  city_approver: ['approver', '盟市审批员'],
  region_supervisor: ['supervisor', '自治区督导员'],
  helper: ['helper', '帮扶责任人'],
  office_clerk: ['clerk', '民政局经办员'],
  auditor: ['auditor', '审计员'],
  administrator: ['admin', '管理员'],
}

/** A new account of a role in an area; a clerk's office is the civil affairs bureau there. */
export const newUser = (role: StaffRole, area: string, login: string, displayName = login): LocalUser => ({
  id: newId(area),
  login,
  displayName,
  role,
  area,
  ...(role === 'office_clerk' ? { officeId: officeId('MZT', area) } : {}),
  password: newFirstPassword(),
  codeSecret: newCodeSecret(),
})

/** One account per role at the role's level in 包头, and a clerk of an office without a system, to try its inbox. */
export const newLocalUsers = (): LocalUser[] => [
  ...staffRoles.map((role) => newUser(role, areaOfRole[role], ...names[role])),
  {
    ...newUser('office_clerk', officeWithoutSystem.slice(-6), 'inbox', '东河区总工会经办员'),
    officeId: officeWithoutSystem,
  },
]

/** The code that the account's generator shows at that moment. */
export const codeOf = (user: Pick<LocalUser, 'codeSecret'>, at = Date.now()): string =>
  new TOTP({ secret: Secret.fromBase32(user.codeSecret) }).generate({ timestamp: at })

/**
 * Stores accounts with password and code generator set up, marked as seeded: no deployment serves with them. One that is
 * there stays as it is; where the file of secrets was made anew, the account of that login goes by the new one.
 */
export async function seedUsers(db: D1Database, keyring: string, users: readonly LocalUser[]): Promise<void> {
  const ring = await keyringOf(keyring)
  const there = await db.prepare('SELECT id FROM users').all<{ id: string }>()
  const known = new Set(there.results.map(({ id }) => id))
  const missing = users.filter(({ id }) => !known.has(id))
  const sealed = await Promise.all(missing.map(({ id, codeSecret }) => ring.seal(codeSecret, codePlace(id))))
  if (missing.length === 0) return
  await db.batch(
    missing.map((user, index) =>
      db
        .prepare(
          `INSERT INTO users (id, login, display_name, role, area, office_id, state, version, password_hash, totp_sealed,
             created_at, created_by, seeded) VALUES (?, ?, ?, ?, ?, ?, 'active', 1, ?, ?, ?, 'seed', 1)
           ON CONFLICT (login) DO UPDATE SET id = excluded.id, password_hash = excluded.password_hash,
             totp_sealed = excluded.totp_sealed`,
        )
        .bind(
          user.id,
          user.login,
          user.displayName,
          user.role,
          user.area,
          user.officeId ?? null,
          hashPassword(user.password),
          sealed[index] ?? null,
          Date.now(),
        ),
    ),
  )
}
