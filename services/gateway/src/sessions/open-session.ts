import { sessions } from '@jiekun/schema/tables/gateway'
import { type AuditEntry, commit, insertRow, newId, type ServiceContext, sha256, violates } from '@jiekun/worker'
import { forgetCredential } from '../access/remembered.ts'
import { logStatement } from '../sign-in/log.ts'
import type { User } from '../users/user-view.ts'
import { endByTokenStatement, longestMs } from './store.ts'

export interface Opening {
  user: User
  method: 'password' | 'provider'
  /** What may open one session and no second one. */
  proof: string
  address: string
  /** The token that the browser carried before: that session ends, whoever's it was. */
  formerToken: string | undefined
  /** What else belongs to this sign-in. */
  statements: D1PreparedStatement[]
  audit?: AuditEntry[]
}

const newToken = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/**
 * Opens a session under a token of its own, never under one that the browser brought along.
 * @returns the token, or undefined where the proof has opened a session before.
 */
export async function openSession(ctx: ServiceContext, opening: Opening): Promise<string | undefined> {
  const { user, method, proof, address, formerToken } = opening
  const token = newToken()
  const now = ctx.now.getTime()
  const session = insertRow(ctx.db, sessions, {
    id: newId(user.area),
    tokenHash: await sha256(token),
    userId: user.id,
    method,
    proof: await sha256(proof),
    createdAt: now,
    usedAt: now,
    expiresAt: now + longestMs,
    endedAt: null,
  })
  try {
    await commit(ctx, {
      statements: [
        ...opening.statements,
        ...(formerToken === undefined ? [] : [endByTokenStatement(ctx.db, await sha256(formerToken), now)]),
        session,
        await logStatement(ctx, { user, method, outcome: 'signed-in', address }),
      ],
      audit: opening.audit ?? [],
    })
    if (formerToken !== undefined) forgetCredential(formerToken)
    return token
  } catch (error) {
    // Of two at once, the second finds the proof taken, or the user changed by the set-up of the first.
    if (violates(error, 'sessions.proof') || violates(error, 'user_changes.user_id')) return undefined
    throw error
  }
}
