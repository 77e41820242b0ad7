import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { localSecret } from '../../infra/seed/offices.ts'
import type { Answer, House } from './house.ts'

/** What a test sends otherwise than a well-behaved system does. */
export interface SaidHow {
  /** The `webhook-id`; a new one unless said. */
  id?: string
  at?: Date
  secret?: string
  path?: string
  /** Headers that take the place of the signed ones. */
  headers?: Record<string, string>
}

/** Says something as the system of an office, signed by the published library, so that it is the oracle of our own checks. */
export async function sayAs(house: House, office: string, said: unknown, how: SaidHow = {}): Promise<Answer> {
  const body = typeof said === 'string' ? said : JSON.stringify(said)
  const { id = randomUUID(), at = new Date(), path = `/hooks/departments/${office}` } = how
  const secret = how.secret ?? localSecret(house.secrets.departmentMaster, office)
  return house.send('POST', path, {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
      ...how.headers,
    },
  })
}

/** An answer of an office as the body of its webhook. */
export const answerOf = (type: string, referralId: string, more: object = {}) => ({
  type,
  timestamp: new Date().toISOString(),
  data: { referralId, ...more },
})

/** Asks for a token as the system of an office. */
export const askToken = (house: House, office: string, referralIds: readonly string[], how: SaidHow = {}) =>
  sayAs(
    house,
    office,
    { type: 'token.request', timestamp: new Date().toISOString(), data: { referralIds } },
    { path: `/hooks/departments/${office}/tokens`, ...how },
  )
