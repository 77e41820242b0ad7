import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The SQLite file of a local house's database. Only to be opened while nothing runs on it. */
export function databaseFile(persistTo: string): string {
  const folder = join(persistTo, 'd1', 'miniflare-D1DatabaseObject')
  const files = readdirSync(folder).filter((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
  if (files.length !== 1) throw new Error(`expected one database, found ${files.length}`)
  return join(folder, files[0] ?? '')
}
