import { cityOf } from '@jiekun/schema'
import { ulid } from 'ulid'

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Five bits of each byte as characters that cannot be mistaken for one another (Crockford base 32). */
export const toCrockford = (bytes: Uint8Array): string => Array.from(bytes, (byte) => crockford[byte & 31]).join('')

/** A new id that sorts by time and begins with the digits of the city that the area lies in. */
export const newId = (areaCode: string): string => `${cityOf(areaCode).slice(0, 4)}-${ulid()}`

/** A new case number, for example 1502-261123-K7QX9M2T. `day` is the ISO date of submission. */
export function newCaseNumber(countyCode: string, day: string): string {
  const random = toCrockford(crypto.getRandomValues(new Uint8Array(8)))
  return `${countyCode.slice(0, 4)}-${day.slice(2).replaceAll('-', '')}-${random}`
}

/** A new number of an agent, for example DB-K7QX-9M2T. */
export function newAgentNumber(): string {
  const random = toCrockford(crypto.getRandomValues(new Uint8Array(8)))
  return `DB-${random.slice(0, 4)}-${random.slice(4)}`
}

/** A new file number, for example 150203-2026-K7QX9M2T. */
export function newFileNumber(countyCode: string, day: string): string {
  return `${countyCode}-${day.slice(0, 4)}-${toCrockford(crypto.getRandomValues(new Uint8Array(8)))}`
}

const chinaDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })

/** The ISO date that it is in China at that moment. */
export const dayInChina = (now: Date): string => chinaDay.format(now)
