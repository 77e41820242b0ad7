import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { leaveUnsent, silenceOffices, storeDelivery, storeUntold } from './untold-case.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
})
afterAll(() => house.close())

const hour = 3_600_000
const asking = (deliveryId: string) =>
  countOf(house.db, "outbox WHERE json_extract(event, '$.data.deliveryId') = ?", deliveryId)
const arrived = (deliveryId: string) =>
  eventually(async () =>
    (await countOf(house.db, "deliveries WHERE id = ? AND state = 'inbox'", deliveryId)) === 1 ? true : undefined,
  )

describe('a webhook', () => {
  it('is asked for by one message while that is on its way, however often the cron comes', async () => {
    const told = await storeUntold(house.db, 'H01')
    const { deliveryId, due } = await storeDelivery(house.db, told)
    await leaveUnsent(house.db, 'referral', due, { leasedUntil: Date.now() + 100 * hour })
    for (let tick = 1; tick <= 5; tick++) await house.tick(new Date(Date.now() + tick * hour))
    expect(await asking(deliveryId)).toBe(1)
  })

  it('that failed is asked for once more when its time has come, also when two ticks meet, and then arrives', async () => {
    const told = await storeUntold(house.db, 'H01')
    const { deliveryId } = await storeDelivery(house.db, told, { attempts: 3, nextAttemptAt: Date.now() + hour })
    await house.tick()
    expect(await asking(deliveryId)).toBe(0)
    const later = new Date(Date.now() + 2 * hour)
    await Promise.all([house.tick(later), house.tick(later)])
    expect(await asking(deliveryId)).toBe(1)
    await arrived(deliveryId)
    await house.tick(new Date(Date.now() + 4 * hour))
    expect(await asking(deliveryId)).toBe(1)
  })

  it('is left as it is by a tick that comes second, after another has handed the same attempt over', async () => {
    const told = await storeUntold(house.db, 'H01')
    const nextAttemptAt = Date.now() - hour
    const { deliveryId, due } = await storeDelivery(house.db, told, { attempts: 3, nextAttemptAt })
    const handedOver = { ...due, id: `${deliveryId}-3-${nextAttemptAt.toString(36)}` }
    await leaveUnsent(house.db, 'referral', handedOver, { leasedUntil: Date.now() + 100 * hour })
    await house.tick()
    expect(await asking(deliveryId)).toBe(1)
    expect(await countOf(house.db, 'deliveries WHERE id = ? AND next_attempt_at IS NULL', deliveryId)).toBe(0)
  })
})
