import { createHash, randomInt } from 'node:crypto'
import { type StaffRole, staffRoles } from '@jiekun/schema'
import { officeId } from './offices.ts'

/** A staff key with its secret in plain, as only a local house keeps it. */
export interface LocalKey {
  id: string
  secret: string
  label: string
  role: StaffRole
  area: string
  /** The office of a clerk. */
  officeId?: string | undefined
}

const random = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
const lower = 'abcdefghijklmnopqrstuvwxyz0123456789'
const mixed = `${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ`

/** A new key of a role in an area; a clerk's office is the civil affairs bureau there unless another is named. */
export const newKey = (role: StaffRole, area: string, label: string, office = officeId('MZT', area)): LocalKey => ({
  id: random(lower, 8),
  secret: random(mixed, 32),
  label,
  role,
  area,
  ...(role === 'office_clerk' ? { officeId: office } : {}),
})

/** The level at which each role works, in 包头. */
export const areaOfRole: Record<StaffRole, string> = {
  grassroots_intake: '150203',
  county_reviewer: '150203',
  city_approver: '150200',
  region_supervisor: '150000',
  helper: '150203',
  office_clerk: '150203',
  auditor: '150000',
  administrator: '150000',
}

/** One key per role at the role's level, and a reviewer and an approver of the whole region for the demo. */
export const newLocalKeys = (): LocalKey[] => [
  ...staffRoles.map((role) => newKey(role, areaOfRole[role], `local ${role}`)),
  newKey('county_reviewer', '150000', 'demo reviewer'),
  newKey('city_approver', '150000', 'demo approver'),
]

/** The key as it is sent: `Authorization: Bearer …`. */
export const bearer = (key: Pick<LocalKey, 'id' | 'secret'>): string => `jk_${key.id}_${key.secret}`

/** Stores the hashes of keys, marked as seeded: no deployment serves with them. Those of an older start are marked too. */
export async function seedStaffKeys(db: D1Database, keys: readonly LocalKey[]): Promise<void> {
  await db.batch(
    keys.map((key) =>
      db
        .prepare(
          `INSERT INTO staff_keys (id, secret_hash, label, role, area, office_id, created_at, seeded)
           VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET office_id = excluded.office_id, seeded = 1`,
        )
        .bind(
          key.id,
          createHash('sha256').update(key.secret).digest('hex'),
          key.label,
          key.role,
          key.area,
          key.officeId ?? null,
          Date.now(),
        ),
    ),
  )
}
