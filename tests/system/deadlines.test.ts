import { referrals } from '@jiekun/schema/tables/referral'
import { queries } from '@jiekun/worker'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { silenceOffices, storeDelivery, storeUntold } from './untold-case.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
})
afterAll(() => house.close())

/** Nine in the morning in China. */
const morning = (day: string): Date => new Date(`${day}T09:00:00+08:00`)

async function referralOf(id: string) {
  const [row] = await queries(house.db).select().from(referrals).where(eq(referrals.id, id))
  if (!row) throw new Error('no such referral')
  return row
}

async function historyOf(id: string) {
  const { results } = await house.db
    .prepare(
      `SELECT sequence, kind, to_office_id AS office, to_area AS area FROM referral_escalations
       WHERE referral_id = ? ORDER BY sequence`,
    )
    .bind(id)
    .all<{ sequence: number; kind: string; office: string | null; area: string }>()
  return results.map(({ sequence, kind, office, area }) => [sequence, kind, office, area])
}

const noticesTo = (referralId: string, type: string, officeId: string) =>
  countOf(
    house.db,
    'deliveries WHERE referral_ids = ? AND type = ? AND office_id = ?',
    JSON.stringify([referralId]),
    type,
    officeId,
  )

describe('a referral that an office ignores', () => {
  it('is warned of, then rises a level at a time on working days, and stays at the region', async () => {
    // Due on Monday 30 November, to be warned of on the Friday before.
    const { referralId } = await storeDelivery(house.db, await storeUntold(house.db, 'H01'))
    await house.tick(morning('2026-11-26'))
    expect(await historyOf(referralId)).toEqual([])
    await house.tick(morning('2026-11-27'))
    expect(await historyOf(referralId)).toEqual([[1, 'warning', null, '150203']])
    expect(await noticesTo(referralId, 'referral.due', '1502-MZT-150203')).toBe(1)
    for (const day of ['2026-11-28', '2026-11-29', '2026-11-30']) await house.tick(morning(day))
    expect(await historyOf(referralId)).toHaveLength(1)
    await house.tick(morning('2026-12-01'))
    await house.tick(morning('2026-12-01'))
    expect((await historyOf(referralId)).slice(1)).toEqual([[2, 'escalation', '1502-MZT-150200', '150200']])
    expect(await noticesTo(referralId, 'referral.escalated', '1502-MZT-150200')).toBe(1)
    expect(await referralOf(referralId)).toMatchObject({ escalatedTo: '1502-MZT-150200', escalations: 1, version: 1 })
    for (const day of ['2026-12-02', '2026-12-03', '2026-12-04']) await house.tick(morning(day))
    expect((await historyOf(referralId)).slice(2)).toEqual([[3, 'escalation', '1500-MZT-150000', '150000']])
    await house.tick(morning('2026-12-09'))
    expect((await historyOf(referralId)).slice(3)).toEqual([[4, 'escalation', '1500-MZT-150000', '150000']])
  })
})
