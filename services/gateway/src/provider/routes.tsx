import { Fault, html, Page } from '@jiekun/pages'
import { log, ProblemError } from '@jiekun/worker'
import { Hono } from 'hono'
import type { FrontDoor, FrontDoorEnv } from '../front-door.ts'
import { callerAddress } from '../limits/address.ts'
import { openSession } from '../sessions/open-session.ts'
import { dropCookie, readCookie, sessionTokenOf, writeCookie } from '../sessions/session-cookie.ts'
import { settingsOf } from '../settings.ts'
import { logStatement } from '../sign-in/log.ts'
import { returnPath } from '../sign-in/return-to.ts'
import { readerOf } from '../texts/texts.ts'
import { findUserBySubject } from '../users/store.ts'
import { type Provider, providerOf } from './discovery.ts'
import { beginTrip, endTrip, openTrip, tripSeconds } from './round-trip.ts'

const redirectUri = (c: FrontDoor): string => new URL('/sign-in/callback', c.req.url).href

/** `/sign-in/provider` and `/sign-in/callback`: signing in through an OpenID provider. Nobody is registered by it. */
export const providerRoutes = new Hono<FrontDoorEnv>()
  .get('/provider', async (c) => {
    const provider = await reach(c)
    if (!provider) return refused(c, 'provider.refused', 502)
    const returnTo = returnPath(c.req.query('return'), new URL(c.req.url).origin)
    const { address, sealed } = await beginTrip(c.var.ctx, provider, redirectUri(c), returnTo)
    writeCookie(c, 'jiekun-provider', sealed, tripSeconds)
    return c.redirect(address.href, 303)
  })
  .get('/callback', async (c) => {
    const { ctx } = c.var
    const trip = await openTrip(ctx, readCookie(c, 'jiekun-provider'))
    dropCookie(c, 'jiekun-provider')
    if (!trip) return refused(c, 'provider.refused', 403)
    const provider = await reach(c)
    if (!provider) return refused(c, 'provider.refused', 502)
    const subject = await endTrip(provider, trip, new URL(c.req.url), redirectUri(c)).catch(failed(c))
    if (subject === undefined) return refused(c, 'provider.refused', 403)
    const address = callerAddress(c.req.header('cf-connecting-ip'))
    const user = await findUserBySubject(ctx.db, provider.server.issuer, subject)
    if (user?.state !== 'active') {
      const outcome = user ? 'disabled' : 'unknown'
      await (await logStatement(ctx, { user, method: 'provider', outcome, address })).run()
      return refused(c, 'provider.unknown', 403)
    }
    const token = await openSession(ctx, {
      user,
      method: 'provider',
      // A state opens one session, also for somebody who kept the cookie.
      proof: `state:${trip.state}`,
      address,
      formerToken: sessionTokenOf(c),
      statements: [],
    })
    if (token === undefined) {
      await (await logStatement(ctx, { user, method: 'provider', outcome: 'code-used', address })).run()
      return refused(c, 'provider.refused', 403)
    }
    writeCookie(c, 'jiekun', token)
    return c.redirect(trip.returnTo, 303)
  })

/** The configured provider, or undefined where it does not answer as it should; 404 where none is configured. */
async function reach(c: FrontDoor): Promise<Provider | undefined> {
  const { provider, local } = settingsOf(c.env)
  if (!provider) throw new ProblemError('not-found')
  return providerOf(provider, local, c.var.ctx.now).catch(failed(c))
}

/** Writes down that the provider failed us, or somebody tried to pass for it. */
const failed =
  (c: FrontDoor) =>
  (error: unknown): undefined => {
    log('warn', 'provider-refused', { requestId: c.var.requestId, error })
  }

function refused(c: FrontDoor, text: 'provider.unknown' | 'provider.refused', status: 403 | 502) {
  const reader = readerOf(c)
  return html(
    c,
    <Page reader={reader} title={reader.say('provider.title')}>
      <Fault text={reader.say(text)} />
      <p class="actions">
        <a class="button" href="/sign-in">
          {reader.say('signIn.title')}
        </a>
      </p>
    </Page>,
    status,
  )
}
