import { DatabaseSync } from 'node:sqlite'
import { keyringOf } from '@jiekun/worker'
import { type Household, inventHouseholds } from './invent-households.ts'
import { sealing, storing } from './store-household.ts'

/** What the measurement may ask for. */
export interface Seeded {
  /** Cases that have everything a case has, and who applied. */
  cases: { caseNumber: string; name: string; idNumber: string }[]
  seconds: number
}

const perTransaction = 5000

/**
 * Fills a database whose house has stopped with so many households, their identities sealed and indexed as the house
 * does it.
 */
export async function seedHouseholds(file: string, secret: string, count: number): Promise<Seeded> {
  const begin = performance.now()
  const keyring = await keyringOf(secret)
  const db = new DatabaseSync(file)
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000')
  const store = storing(db, keyring.currentAccessKey)
  const seal = sealing(keyring)
  const cases: Seeded['cases'] = []
  const storeAll = async (some: readonly Household[]): Promise<void> => {
    const sealed = await Promise.all(some.map(async (household) => ({ household, columns: await seal(household) })))
    db.exec('BEGIN')
    for (const { household, columns } of sealed) store(household, columns)
    db.exec('COMMIT')
  }
  let some: Household[] = []
  for (const household of inventHouseholds(count)) {
    const { caseNumber, identity } = household
    if (household.whole) cases.push({ caseNumber, name: identity.name, idNumber: identity.idNumber })
    some.push(household)
    if (some.length < perTransaction) continue
    await storeAll(some)
    some = []
  }
  await storeAll(some)
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  return { cases, seconds: (performance.now() - begin) / 1000 }
}
