import { type Actor, actorSchema } from '@jiekun/schema'
import { jwtVerify, SignJWT } from 'jose'

/** Header in which the gateway tells the services who acts; stripped from whatever comes from outside. */
export const identityHeader = 'x-jiekun-identity'

/** How long a passed identity is good for, seconds: a hop, not a session. */
const lifetime = 60
const issuer = 'jiekun-gateway'

const signed = new Map<string, { token: string; until: number }>()
const verified = new Map<string, { actor: Actor; until: number }>()
/** Entries kept per isolate before the maps are emptied. */
const kept = 500

/** The identity of an actor as a signed token. The same actor gets the same token for half its life. */
export async function signIdentity(key: Uint8Array, actor: Actor, now: Date): Promise<string> {
  const name = JSON.stringify(actor)
  const known = signed.get(name)
  if (known && known.until > now.getTime()) return known.token
  const seconds = Math.floor(now.getTime() / 1000)
  const token = await new SignJWT({ actor })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetime)
    .sign(key)
  if (signed.size >= kept) signed.clear()
  signed.set(name, { token, until: now.getTime() + (lifetime / 2) * 1000 })
  return token
}

/** Who a token speaks for, or undefined where it is missing, expired, or not the gateway's. */
export async function verifyIdentity(
  key: Uint8Array,
  token: string | undefined,
  now: Date,
): Promise<Actor | undefined> {
  if (!token) return undefined
  const known = verified.get(token)
  if (known) return known.until > now.getTime() ? known.actor : undefined
  try {
    const { payload } = await jwtVerify(token, key, { issuer, algorithms: ['HS256'], currentDate: now })
    const actor = actorSchema.parse(payload.actor)
    if (verified.size >= kept) verified.clear()
    verified.set(token, { actor, until: (payload.exp ?? 0) * 1000 })
    return actor
  } catch {
    return undefined
  }
}
