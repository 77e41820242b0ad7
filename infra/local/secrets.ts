import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { staffRoleSchema } from '@jiekun/schema'
import * as z from 'zod'
import { officeId } from '../seed/offices.ts'
import { newLocalKeys } from '../seed/staff-keys.ts'
import { newLocalUsers } from '../seed/users.ts'
import { absolute } from './workers.ts'

const standing = { role: staffRoleSchema, area: z.string(), officeId: z.string().optional() }
const secretsSchema = z.object({
  keyring: z.string(),
  departmentMaster: z.string(),
  keys: z.array(z.object({ id: z.string(), secret: z.string(), label: z.string(), ...standing })),
  users: z.array(
    z.object({
      id: z.string(),
      login: z.string(),
      displayName: z.string(),
      password: z.string(),
      codeSecret: z.string(),
      ...standing,
    }),
  ),
})
export type LocalSecrets = z.infer<typeof secretsSchema>

/** The file of an older start: it had no accounts, no office for the clerk's key, and no mark in the key ring. */
const olderSchema = secretsSchema.extend({ users: secretsSchema.shape.users.default([]) })
const ringSchema = z.looseObject({
  local: z.boolean().default(true),
  webhook: z.record(z.string(), z.string()).default(() => ({ k1: randomBytes(32).toString('base64') })),
})

const file = absolute('.local/secrets.json')

/** A key ring of new random keys, marked as local: no deployment serves with it. */
export function newKeyring(): string {
  const key = (): string => randomBytes(32).toString('base64')
  const ring = {
    current: 'k1',
    seal: { k1: key() },
    index: key(),
    access: { k1: key() },
    identity: key(),
    webhook: { k1: key() },
  }
  return JSON.stringify({ ...ring, local: true })
}

/** The secrets of a new local house. */
export const newSecrets = (): LocalSecrets => ({
  keyring: newKeyring(),
  departmentMaster: randomBytes(32).toString('base64'),
  keys: newLocalKeys(),
  users: newLocalUsers(),
})

/** The secrets in a file of this or an older version: what it holds stays, above all the keys that seal; what it lacks is made. */
export function takeOver(text: string): LocalSecrets {
  const { keyring, departmentMaster, keys, users } = olderSchema.parse(JSON.parse(text))
  return {
    keyring: JSON.stringify(ringSchema.parse(JSON.parse(keyring))),
    departmentMaster,
    keys: keys.map((key) =>
      key.role === 'office_clerk' && key.officeId === undefined ? { ...key, officeId: officeId('MZT', key.area) } : key,
    ),
    users: [...users, ...newLocalUsers().filter(({ login }) => users.every((user) => user.login !== login))],
  }
}

/** The secrets of this checkout's house, or undefined where it was never started. */
export const readSecrets = (): LocalSecrets | undefined =>
  existsSync(file) ? takeOver(readFileSync(file, 'utf8')) : undefined

/** The secrets of this checkout's house; made once, readable by their owner only, and never committed. */
export function localSecrets(): LocalSecrets {
  const secrets = readSecrets() ?? newSecrets()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}
