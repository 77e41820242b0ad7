import { seedOffices } from '../../infra/seed/offices.ts'
import { seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import type { HouseOptions } from './messages.ts'
import { storeCases } from './referrals/store-cases.ts'

/** Puts into a fresh database what the run begins with. */
export async function fillHouse(db: D1Database, options: HouseOptions): Promise<void> {
  await db.prepare('CREATE TABLE fault_deliveries (queue, event_id, times, PRIMARY KEY (queue, event_id))').run()
  await seedOffices(db, options)
  if (options.keys.length > 0) await seedStaffKeys(db, options.keys)
  if (options.referrals) await storeCases(db, options.referrals.cases)
}
