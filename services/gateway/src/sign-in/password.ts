import { Buffer } from 'node:buffer'
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { toCrockford } from '@jiekun/worker'

/**
 * scrypt with 32 MB and about 70 ms a password: what an isolate of 128 MB has room for. It runs in one go, so that an
 * isolate never holds more than one at a time. The parameters stand with each hash and can be raised later.
 */
const cost = { log2n: 15, r: 8, p: 1 }
const hashBytes = 32
const shortest = 12
const longest = 128

/** What a password is hashed as: the same characters however a keyboard composes them. */
const normal = (password: string): string => password.normalize('NFKC')

function derive(password: string, salt: Uint8Array, { log2n, r, p }: typeof cost): Buffer {
  const [N, maxmem] = [2 ** log2n, 2 ** log2n * r * 256]
  return scryptSync(normal(password), salt, hashBytes, { N, r, p, maxmem })
}

/** The hash of a password with its salt and parameters. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  const { log2n, r, p } = cost
  return ['scrypt', log2n, r, p, salt.toString('base64'), derive(password, salt, cost).toString('base64')].join('$')
}

/** Stands where there is no hash: no password has this one. */
const absent = ['scrypt', cost.log2n, cost.r, cost.p, '', ''].join('$')

/** Whether a password belongs to a hash. Where there is no hash it takes the same time and says no. */
export function passwordHolds(password: string, hash: string | null | undefined): boolean {
  const [, log2n, r, p, salt = '', key = ''] = (hash ?? absent).split('$')
  const parameters = { log2n: Number(log2n), r: Number(r), p: Number(p) }
  const derived = derive(password.slice(0, longest), Buffer.from(salt, 'base64'), parameters)
  const expected = Buffer.from(key, 'base64')
  return expected.byteLength === derived.byteLength && timingSafeEqual(derived, expected)
}

export type PasswordFault = 'short' | 'long' | 'login' | 'simple'

/** What is wrong with a new password, if anything. */
export function passwordFault(password: string, login: string): PasswordFault | undefined {
  const characters = Array.from(normal(password))
  if (characters.length < shortest) return 'short'
  if (password.length > longest) return 'long'
  if (normal(password).toLowerCase().includes(login)) return 'login'
  return new Set(characters).size < 5 ? 'simple' : undefined
}

/** A password that an administrator hands over: 80 bits in four groups. */
export const newFirstPassword = (): string =>
  toCrockford(crypto.getRandomValues(new Uint8Array(16))).replace(/(.{4})(?=.)/g, '$1-')
