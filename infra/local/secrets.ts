import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { staffRoleSchema } from '@jiekun/schema'
import * as z from 'zod'
import { newLocalKeys } from '../seed/staff-keys.ts'
import { absolute } from './workers.ts'

const secretsSchema = z.object({
  keyring: z.string(),
  departmentMaster: z.string(),
  keys: z.array(
    z.object({ id: z.string(), secret: z.string(), label: z.string(), role: staffRoleSchema, area: z.string() }),
  ),
})
export type LocalSecrets = z.infer<typeof secretsSchema>

const file = absolute('.local/secrets.json')

/** A key ring of new random keys. */
export function newKeyring(): string {
  const key = (): string => randomBytes(32).toString('base64')
  return JSON.stringify({ current: 'k1', seal: { k1: key() }, index: key(), access: { k1: key() }, identity: key() })
}

/** The secrets of a new local house. */
export const newSecrets = (): LocalSecrets => ({
  keyring: newKeyring(),
  departmentMaster: randomBytes(32).toString('base64'),
  keys: newLocalKeys(),
})

/** The secrets of this checkout's house, or undefined where it was never started. */
export const readSecrets = (): LocalSecrets | undefined =>
  existsSync(file) ? secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined

/** The secrets of this checkout's house; made once, readable by their owner only, and never committed. */
export function localSecrets(): LocalSecrets {
  const known = readSecrets()
  if (known) return known
  const made = newSecrets()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 })
  return made
}
