import { ok, type Result, refuse } from '@jiekun/worker'
import ipaddr from 'ipaddr.js'

/** Why no webhook goes to an endpoint. */
export type EndpointRefusal =
  | { reason: 'not-a-url' }
  | { reason: 'not-https' }
  | { reason: 'has-credentials' }
  | { reason: 'local-name' }
  | { reason: 'local-address' }

/**
 * The URL of an endpoint, if webhooks may go there: https, and not into a private network. URL parsing has by then
 * turned every spelling of an IPv4 address into four decimals; IPv6 may still hold one inside and is refused for it.
 * `allowLoopback` is for development: it lets this machine through, over http too.
 */
export function checkEndpoint(
  endpoint: string,
  { allowLoopback }: { allowLoopback: boolean },
): Result<URL, EndpointRefusal> {
  const url = URL.parse(endpoint)
  if (!url) return refuse({ reason: 'not-a-url' })
  if (url.username !== '' || url.password !== '') return refuse({ reason: 'has-credentials' })
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '')
  if (allowLoopback && isLoopback(host) && ['http:', 'https:'].includes(url.protocol)) return ok(url)
  if (url.protocol !== 'https:') return refuse({ reason: 'not-https' })
  if (ipaddr.isValid(host))
    return ipaddr.parse(host).range() === 'unicast' ? ok(url) : refuse({ reason: 'local-address' })
  return isLocalName(host) ? refuse({ reason: 'local-name' }) : ok(url)
}

/** Whether a checked endpoint stands under a name that leads elsewhere, which has to be resolved before anything is sent. */
export function isName({ hostname }: URL, { allowLoopback }: { allowLoopback: boolean }): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '')
  return !ipaddr.isValid(host) && !(allowLoopback && isLoopback(host))
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback')
}

/** A name of one label, or under a domain that only a private network knows. */
function isLocalName(host: string): boolean {
  const labels = host.split('.')
  return (
    labels.length < 2 ||
    ['localhost', 'local', 'internal', 'localdomain', 'lan', 'home', 'arpa'].includes(labels.at(-1) ?? '')
  )
}
