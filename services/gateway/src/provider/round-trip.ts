import type { ServiceContext } from '@jiekun/worker'
import * as oauth from 'oauth4webapi'
import * as z from 'zod'
import type { Provider } from './discovery.ts'

/** What a browser that went to the provider must bring back: sealed, in a cookie of its own. */
const tripSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  until: z.number(),
})
export type Trip = z.infer<typeof tripSchema>

/** How long somebody may stay at the provider, seconds. */
export const tripSeconds = 10 * 60
const place = 'sign-in-provider'

/** Begins a code flow with PKCE: where to send the browser, and what to seal into its cookie. */
export async function beginTrip(ctx: ServiceContext, provider: Provider, redirectUri: string, returnTo: string) {
  const { server, client } = provider
  const trip: Trip = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    returnTo,
    until: ctx.now.getTime() + tripSeconds * 1000,
  }
  if (server.authorization_endpoint === undefined) throw new Error('the provider names no authorization endpoint')
  const address = new URL(server.authorization_endpoint)
  oauth.checkProtocol(address, !provider.options[oauth.allowInsecureRequests])
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: trip.state,
    nonce: trip.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(trip.verifier),
    code_challenge_method: 'S256',
  })) {
    address.searchParams.set(name, value)
  }
  return { address, sealed: await ctx.keyring.seal(JSON.stringify(trip), place) }
}

/** The trip that a browser set out on, or undefined where it set out on none, or too long ago. */
export async function openTrip(ctx: ServiceContext, sealed: string | undefined): Promise<Trip | undefined> {
  if (sealed === undefined || sealed.length > 2000) return undefined
  try {
    const trip = tripSchema.parse(JSON.parse(await ctx.keyring.unseal(sealed, place)))
    return trip.until > ctx.now.getTime() ? trip : undefined
  } catch {
    return undefined
  }
}

/** Who came back, after the code was exchanged and the ID token's signature, issuer, audience, times and nonce were checked. Throws otherwise. */
export async function endTrip(provider: Provider, trip: Trip, address: URL, redirectUri: string): Promise<string> {
  const { server, client, authentication, options, keys } = provider
  const parameters = oauth.validateAuthResponse(server, client, address, trip.state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    parameters,
    redirectUri,
    trip.verifier,
    options,
  )
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: trip.nonce,
    requireIdToken: true,
  })
  await oauth.validateApplicationLevelSignature(server, response, { ...options, [oauth.jwksCache]: keys })
  const claims = oauth.getValidatedIdTokenClaims(answer)
  if (!claims) throw new Error('no ID token')
  return claims.sub
}
