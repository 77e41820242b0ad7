import * as z from 'zod'

/** Roles of union staff and departments; each holds scopes below, in an area. */
export const staffRoles = [
  'grassroots_intake',
  'county_reviewer',
  'city_approver',
  'region_supervisor',
  'auditor',
  'administrator',
] as const
export const staffRoleSchema = z.enum(staffRoles)
export type StaffRole = z.infer<typeof staffRoleSchema>

/** What a route may ask for. */
export type Scope =
  | 'applications:read'
  | 'applications:decide'
  | 'identity:reveal'
  | 'referrals:read'
  | 'referrals:answer'
  | 'notifications:read'
  | 'policy:simulate'
  | 'dead-letters:read'
  | 'dead-letters:replay'

/** The one table of who may do what. An administrator configures and sees no cases; an auditor reads masked and reveals nothing. */
const rolesOfScope: Record<Scope, readonly StaffRole[]> = {
  'applications:read': ['grassroots_intake', 'county_reviewer', 'city_approver', 'region_supervisor', 'auditor'],
  'applications:decide': ['county_reviewer', 'city_approver'],
  'identity:reveal': ['county_reviewer', 'city_approver', 'region_supervisor'],
  'referrals:read': ['grassroots_intake', 'county_reviewer', 'city_approver', 'region_supervisor', 'auditor'],
  'referrals:answer': ['county_reviewer', 'city_approver'],
  'notifications:read': ['grassroots_intake', 'county_reviewer', 'city_approver', 'region_supervisor', 'auditor'],
  'policy:simulate': staffRoles,
  'dead-letters:read': ['region_supervisor', 'administrator'],
  'dead-letters:replay': ['administrator'],
}

/** Whether the role holds the scope. */
export const roleHolds = (role: StaffRole, scope: Scope): boolean => rolesOfScope[scope].includes(role)

/** Who acts, as the gateway has found out and passes inward. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('public') }),
  z.object({ kind: z.literal('staff'), id: z.string(), role: staffRoleSchema, area: z.string() }),
  z.object({ kind: z.literal('office'), id: z.string() }),
  z.object({ kind: z.literal('system'), id: z.string() }),
])
export type Actor = z.infer<typeof actorSchema>
export type StaffActor = Extract<Actor, { kind: 'staff' }>
