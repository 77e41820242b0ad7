import { type StaffActor, staffActorSchema } from '@jiekun/schema'
import { jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import type { Keyring } from './keyring.ts'

/**
 * The token that the system of an office reads particulars with: signed and not stored, so that issuing one costs no row
 * and checking one no query. Nothing can take one back before it ends; so it lives ten minutes, opens the referrals it
 * names and no others, and whether the office still has them is asked anew at each reading.
 */
const lifetimeSeconds = 600
const issuer = 'jiekun'
const audience = 'referrals:particulars'
/** So that a token is told from a key, also where one turns up by mistake. */
const mark = 'jt_'

/** What a token is for. */
export interface TokenPurpose {
  officeId: string
  areaCode: string
  referralIds: readonly string[]
}

/** A token of an office for some of its referrals. */
export async function signOfficeToken(
  { officeTokenKey }: Pick<Keyring, 'officeTokenKey'>,
  { officeId, areaCode, referralIds }: TokenPurpose,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const seconds = Math.floor(now.getTime() / 1000)
  const token = await new SignJWT({ area: areaCode, referrals: referralIds })
    .setProtectedHeader({ alg: 'HS256', typ: 'office-token+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(officeId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetimeSeconds)
    .sign(officeTokenKey)
  return { token: mark + token, expiresAt: new Date((seconds + lifetimeSeconds) * 1000) }
}

const claimsSchema = z.object({
  sub: z.string(),
  area: z.string(),
  exp: z.number(),
  referrals: z.array(z.string()).min(1),
})

/** Whether an Authorization header carries a token of an office, good or not. */
export const carriesOfficeToken = (authorization: string): boolean => authorization.startsWith(`Bearer ${mark}`)

/** Who acts by the token in an Authorization header: a clerk of the office who may read these particulars and nothing else. Undefined where it does not hold. */
export async function actorOfOfficeToken(
  { officeTokenKey }: Pick<Keyring, 'officeTokenKey'>,
  authorization: string,
  now: Date,
): Promise<StaffActor | undefined> {
  if (!carriesOfficeToken(authorization)) return undefined
  try {
    const { payload } = await jwtVerify(authorization.slice(`Bearer ${mark}`.length), officeTokenKey, {
      issuer,
      audience,
      algorithms: ['HS256'],
      typ: 'office-token+jwt',
      currentDate: now,
    })
    const { sub, area, referrals } = claimsSchema.parse(payload)
    return staffActorSchema.parse({
      kind: 'staff',
      id: sub,
      role: 'office_clerk',
      area,
      officeId: sub,
      scopes: ['referrals:particulars'],
      referralIds: referrals,
    })
  } catch {
    return undefined
  }
}
