import type { Service } from '@jiekun/schema'

/** Which service answers which path for programs; the first prefix that fits wins. */
const destinations: readonly (readonly [prefix: string, service: Service])[] = [
  ['/api/v1/applications', 'registration'],
  ['/api/v1/status', 'registration'],
  ['/api/v1/determinations', 'eligibility'],
  ['/api/v1/simulations', 'eligibility'],
  ['/api/v1/referrals', 'referral'],
  ['/api/v1/deliveries', 'referral'],
  ['/api/v1/messages', 'notification'],
  ['/api/v1/dead-letters/registration', 'registration'],
  ['/api/v1/dead-letters/eligibility', 'eligibility'],
  ['/api/v1/dead-letters/referral', 'referral'],
  ['/api/v1/dead-letters/notification', 'notification'],
  ['/hooks/departments', 'referral'],
]

/** The service behind a path, or undefined where there is none. Every other path is a page's, also one that does not exist. */
export function destinationOf(path: string): Service | undefined {
  if (!/^\/(api|hooks)(\/|$)/.test(path)) return 'registration'
  return destinations.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1]
}
