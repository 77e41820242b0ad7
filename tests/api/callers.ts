import { type Place, reachOf, type Scope, type StaffActor, type StaffRole, staffRoles } from '@jiekun/schema'
import { actorOfOfficeToken, keyringOf, signOfficeToken } from '@jiekun/worker'
import type { Caller } from './expected-guard.ts'
import { counties, emptyArea, type PreparedHouse } from './prepared-house.ts'

/** Somebody who sends requests, in the words of the matrix. */
export interface NamedCaller {
  name: string
  caller: Caller
  authorization: string | undefined
}

/** Where a member of staff stands to what is asked for, which lies `here`. */
const stances = ['here', 'in-city', 'in-region', 'beside', 'elsewhere', 'nowhere'] as const
type Stance = (typeof stances)[number]
const areaOf: Record<Stance, string> = {
  here: counties.here,
  'in-city': '150200',
  'in-region': '150000',
  beside: '150202',
  elsewhere: counties.elsewhere,
  nowhere: emptyArea,
}

/** All that a narrowed key may use, of what its role holds. */
const narrowTo: Scope = 'reference:read'

/** Every role in every stance, with keys that are whole, narrowed, expired and revoked; and nobody. */
export async function everyCaller(
  house: PreparedHouse,
  places: { here: Place; elsewhere: Place },
): Promise<NamedCaller[]> {
  const callers: NamedCaller[] = [{ name: 'nobody', caller: { kind: 'nobody' }, authorization: undefined }]
  const unknown = `Bearer jk_abcdefgh_${'x'.repeat(32)}`
  callers.push({ name: 'an unknown key', caller: { kind: 'ended' }, authorization: unknown })
  for (const role of staffRoles) {
    for (const stance of stances) callers.push(await staff(house, role, stance, places))
    callers.push({ ...(await staff(house, role, 'here', places, [narrowTo])), name: `${role} with a narrowed key` })
    for (const ended of ['expired', 'revoked'] as const) {
      const { authorization } = await house.keyOf({ role, area: counties.here, ended })
      callers.push({ name: `${role} whose key is ${ended}`, caller: { kind: 'ended' }, authorization })
    }
  }
  const { referralId = '' } = (await house.things(['referralId'], 'here')).values
  callers.push(
    await officeToken(house, 'its referral', places.here, [referralId]),
    await officeToken(house, 'another office', places.elsewhere, [referralId]),
    await officeToken(house, 'another referral', places.here, ['another']),
  )
  return callers
}

/** The system of an office, by a token for some referrals. */
async function officeToken(
  house: PreparedHouse,
  label: string,
  { officeId = '' }: Place,
  referralIds: readonly string[],
): Promise<NamedCaller> {
  const areaCode = counties.here
  const ring = await keyringOf(house.secrets.keyring)
  const { token } = await signOfficeToken(ring, { officeId, areaCode, referralIds }, new Date())
  const authorization = `Bearer ${token}`
  const actor = await actorOfOfficeToken(ring, authorization, new Date())
  if (!actor) throw new Error('the token does not hold')
  return { name: `office_clerk by a token of ${label}`, caller: { kind: 'staff', actor }, authorization }
}

async function staff(
  house: PreparedHouse,
  role: StaffRole,
  stance: Stance,
  places: { here: Place; elsewhere: Place },
  scopes?: readonly Scope[],
): Promise<NamedCaller> {
  const reach = reachOf(role)
  // Clerks and helpers of one area differ by their office and by their households alone.
  const area = reach === 'area' || reach === 'nothing' ? areaOf[stance] : counties.here
  const place = stance === 'here' ? places.here : stance === 'elsewhere' ? places.elsewhere : undefined
  const officeId = reach === 'office' ? (place?.officeId ?? '1504-MZT-150400') : undefined
  const key = await house.keyOf({ role, area, ...(officeId ? { officeId } : {}), ...(scopes ? { scopes } : {}) })
  const actor: StaffActor = {
    kind: 'staff',
    id: key.id,
    role,
    area,
    ...(officeId && house.keysCarry.has('office_id') ? { officeId } : {}),
    ...(scopes && house.keysCarry.has('scopes') ? { scopes: [...scopes] } : {}),
  }
  if (reach === 'pairs' && place && !scopes) {
    await house.db
      .prepare('UPDATE applications SET helper_id = ? WHERE county_code = ?')
      .bind(key.id, place.countyCode)
      .run()
    place.helperId = key.id
  }
  return { name: `${role} ${stance}`, caller: { kind: 'staff', actor }, authorization: key.authorization }
}
