import * as oauth from 'oauth4webapi'
import type { ProviderSettings } from '../settings.ts'

/** How long the provider's own description and keys are believed, milliseconds. */
const believedMs = 10 * 60_000
const patienceMs = 10_000

/** A provider as this house speaks to it. */
export interface Provider {
  server: oauth.AuthorizationServer
  client: oauth.Client
  authentication: oauth.ClientAuth
  /** How to ask it: https alone, but on a developer's machine. */
  options: { [oauth.allowInsecureRequests]: boolean; signal: () => AbortSignal }
  keys: oauth.JWKSCacheInput
}

let known: { issuer: string; server: oauth.AuthorizationServer; keys: oauth.JWKSCacheInput; until: number } | undefined

/** The configured provider, as it describes itself. Throws where it cannot be reached or is not who it should be. */
export async function providerOf(settings: ProviderSettings, isLocal: boolean, now: Date): Promise<Provider> {
  const options = { [oauth.allowInsecureRequests]: isLocal, signal: () => AbortSignal.timeout(patienceMs) }
  if (known?.issuer !== settings.issuer || known.until <= now.getTime()) {
    const issuer = new URL(settings.issuer)
    const response = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oidc' })
    const server = await oauth.processDiscoveryResponse(issuer, response)
    known = { issuer: settings.issuer, server: asymmetricOnly(server), keys: {}, until: now.getTime() + believedMs }
  }
  const { server, keys } = known
  return {
    server,
    client: { client_id: settings.clientId },
    authentication: authenticationOf(settings, server),
    options,
    keys,
  }
}

/** ID tokens are taken with a signature by a key of the provider alone: without one, or by our shared secret, they are not. */
function asymmetricOnly(server: oauth.AuthorizationServer): oauth.AuthorizationServer {
  const offered = server.id_token_signing_alg_values_supported ?? ['RS256']
  return {
    ...server,
    id_token_signing_alg_values_supported: offered.filter((alg) => /^(RS|PS|ES)\d{3}$|^(EdDSA|Ed25519)$/.test(alg)),
  }
}

function authenticationOf({ clientSecret }: ProviderSettings, server: oauth.AuthorizationServer): oauth.ClientAuth {
  if (clientSecret === undefined) return oauth.None()
  const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return ways.includes('client_secret_basic')
    ? oauth.ClientSecretBasic(clientSecret)
    : oauth.ClientSecretPost(clientSecret)
}
