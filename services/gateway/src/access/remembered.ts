import type { StaffActor } from '@jiekun/schema'

/** A credential that was found to hold. */
export interface Found {
  actor: StaffActor
  /** Where it is a session. */
  sessionId?: string
  /** Milliseconds since 1970; it holds no longer than this in any case. */
  endsAt: number | null
}

/**
 * How long an isolate goes on trusting what it found, milliseconds. So most requests cost no look-up, and a revocation
 * holds everywhere after this time at the latest; in the isolate that revokes it holds at once.
 */
export const trustMs = 10_000
/** Credentials that an isolate remembers; the oldest makes room. */
const mostRemembered = 1000

const remembered = new Map<string, Found & { until: number }>()

/** What is remembered of a credential, if it is fresh. */
export function recall(credential: string, now: number): Found | undefined {
  const found = remembered.get(credential)
  if (!found) return undefined
  if (found.until > now) return found
  remembered.delete(credential)
  return undefined
}

/** Remembers a credential that was just found to hold. */
export function remember(credential: string, found: Found, now: number): void {
  remembered.delete(credential)
  if (remembered.size >= mostRemembered) {
    const [oldest] = remembered.keys()
    if (oldest !== undefined) remembered.delete(oldest)
  }
  remembered.set(credential, { ...found, until: Math.min(now + trustMs, found.endsAt ?? Number.POSITIVE_INFINITY) })
}

/** Forgets every credential of a user or key, or those of one session, at once in this isolate. */
export function forget(which: { actorId: string } | { sessionId: string }): void {
  for (const [credential, found] of remembered) {
    const meant = 'actorId' in which ? found.actor.id === which.actorId : found.sessionId === which.sessionId
    if (meant) remembered.delete(credential)
  }
}

/** Forgets one credential at once in this isolate. */
export const forgetCredential = (credential: string): boolean => remembered.delete(credential)
