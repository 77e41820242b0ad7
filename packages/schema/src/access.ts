import * as z from 'zod'
import { areaCodeSchema, areaWithin } from './areas.ts'

/** What a route may ask for. */
export const scopes = [
  'applications:read',
  'applications:review',
  'applications:approve',
  'identity:reveal',
  'files:read',
  'files:pair',
  'referrals:read',
  'referrals:answer',
  'referrals:decide',
  'referrals:particulars',
  'offices:read',
  'offices:edit',
  'offices:manage',
  'endpoints:test',
  'deliveries:replay',
  'calendar:manage',
  'notifications:read',
  'reference:read',
  'policy:simulate',
  'dead-letters:read',
  'dead-letters:replay',
  'users:read',
  'users:manage',
  'keys:manage',
  'sign-ins:read',
  'audit:read',
  'events:read',
  'privacy:read',
  'privacy:manage',
] as const
export const scopeSchema = z.enum(scopes)
export type Scope = z.infer<typeof scopeSchema>

/** The scopes over cases and what belongs to them. Whatever staff read with one of these is recorded. */
export const caseScopes: readonly Scope[] = [
  'applications:read',
  'applications:review',
  'applications:approve',
  'identity:reveal',
  'files:read',
  'files:pair',
  'referrals:read',
  'referrals:answer',
  'referrals:decide',
  'referrals:particulars',
  'notifications:read',
  'privacy:read',
  'privacy:manage',
]

/**
 * How far a role reaches: every case of its area and below; the cases it is paired with 结对; the referrals of its
 * office; no case at all.
 */
export type Reach = 'area' | 'pairs' | 'office' | 'nothing'

interface Role {
  reach: Reach
  scopes: readonly Scope[]
}

/** What whoever works on cases in a desk may do. */
const reviewing = [
  'applications:read',
  'applications:review',
  'identity:reveal',
  'files:read',
  'files:pair',
  'referrals:read',
  'referrals:answer',
  'referrals:decide',
  'offices:read',
  'offices:edit',
  'notifications:read',
  'reference:read',
  'policy:simulate',
  'events:read',
  'privacy:read',
  'privacy:manage',
] as const satisfies readonly Scope[]

/**
 * The one table of who may do what; the guard and the tests read it. An administrator configures and sees no cases; an
 * auditor reads masked and reveals nothing.
 */
export const roles = {
  grassroots_intake: {
    reach: 'area',
    scopes: [
      'applications:read',
      'files:read',
      'referrals:read',
      'offices:read',
      'notifications:read',
      'reference:read',
      'policy:simulate',
    ],
  },
  county_reviewer: { reach: 'area', scopes: reviewing },
  city_approver: { reach: 'area', scopes: [...reviewing, 'applications:approve', 'deliveries:replay'] },
  region_supervisor: {
    reach: 'area',
    scopes: [
      'applications:read',
      'identity:reveal',
      'files:read',
      'referrals:read',
      'offices:read',
      'notifications:read',
      'reference:read',
      'policy:simulate',
      'dead-letters:read',
      'audit:read',
      'events:read',
      'privacy:read',
    ],
  },
  helper: { reach: 'pairs', scopes: ['applications:read', 'files:read', 'referrals:read', 'reference:read'] },
  office_clerk: {
    reach: 'office',
    scopes: [
      'referrals:read',
      'referrals:answer',
      'referrals:particulars',
      'offices:read',
      'offices:edit',
      'endpoints:test',
      'reference:read',
    ],
  },
  auditor: {
    reach: 'area',
    scopes: [
      'applications:read',
      'files:read',
      'referrals:read',
      'offices:read',
      'notifications:read',
      'reference:read',
      'policy:simulate',
      'audit:read',
      'sign-ins:read',
      'privacy:read',
    ],
  },
  administrator: {
    reach: 'nothing',
    scopes: [
      'offices:read',
      'offices:edit',
      'offices:manage',
      'endpoints:test',
      'deliveries:replay',
      'calendar:manage',
      'reference:read',
      'policy:simulate',
      'dead-letters:read',
      'dead-letters:replay',
      'users:read',
      'users:manage',
      'keys:manage',
      'sign-ins:read',
    ],
  },
} as const satisfies Record<string, Role>

export const staffRoles = [
  'grassroots_intake',
  'county_reviewer',
  'city_approver',
  'region_supervisor',
  'helper',
  'office_clerk',
  'auditor',
  'administrator',
] as const satisfies readonly (keyof typeof roles)[]
export const staffRoleSchema = z.enum(staffRoles)
export type StaffRole = z.infer<typeof staffRoleSchema>

/** How far a role reaches. */
export const reachOf = (role: StaffRole): Reach => roles[role].reach

/** The scopes that a role holds. */
export const scopesOf = (role: StaffRole): readonly Scope[] => roles[role].scopes

/** Whether the role holds the scope. */
export const roleHolds = (role: StaffRole, scope: Scope): boolean => scopesOf(role).includes(scope)

/** A member of staff, or a machine that acts as one. */
export const staffActorSchema = z.object({
  kind: z.literal('staff'),
  /** The user, or the key where no person stands behind it. */
  id: z.string(),
  role: staffRoleSchema,
  area: areaCodeSchema,
  /** The office whose referrals a clerk works on. */
  officeId: z.string().optional(),
  /** A key may be given less than its role holds. */
  scopes: z.array(scopeSchema).optional(),
  /** A token of an office opens these referrals alone. */
  referralIds: z.array(z.string()).optional(),
})
export type StaffActor = z.infer<typeof staffActorSchema>

/** Who acts, as the gateway has found out and passes inward. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('public') }),
  staffActorSchema,
  z.object({ kind: z.literal('office'), id: z.string() }),
  z.object({ kind: z.literal('system'), id: z.string() }),
])
export type Actor = z.infer<typeof actorSchema>

/** Whether a member of staff may use a scope: the role holds it, and the key, if it is narrower, was given it. */
export const actorHolds = (actor: StaffActor, scope: Scope): boolean =>
  roleHolds(actor.role, scope) && (actor.scopes?.includes(scope) ?? true)

/** What decides whether a case or a referral lies within somebody's reach. */
export interface Place {
  countyCode: string
  /** The helper that the household is paired with. */
  helperId?: string | null | undefined
  /** The office that a referral is with. */
  officeId?: string | undefined
}

/** Whether something lies within the reach of a member of staff; what does not is as if it were not there. */
export function reaches(actor: StaffActor, place: Place): boolean {
  const reach = reachOf(actor.role)
  switch (reach) {
    case 'area':
      return areaWithin(actor.area, place.countyCode)
    case 'pairs':
      return place.helperId === actor.id
    case 'office':
      return actor.officeId !== undefined && place.officeId === actor.officeId
    case 'nothing':
      return false
    default:
      return reach satisfies never
  }
}
