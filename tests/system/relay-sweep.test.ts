import type { Consumer } from '@jiekun/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { eventOf, leaveUnsent, storeUntold } from './untold-case.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

interface Row {
  settled: number
  attempts: number
  leasedUntil: number
}
/** The rows of an event, one for each consumer, in their order. */
const rowsOf = async (eventId: string): Promise<Row[]> => {
  const { results } = await house.db
    .prepare(
      `SELECT settled_at IS NOT NULL AS settled, attempts, leased_until AS leasedUntil
       FROM outbox WHERE event_id = ? ORDER BY consumer`,
    )
    .bind(eventId)
    .all<Row>()
  return results
}
const heardBy = async (eventId: string) => {
  const { results } = await house.db
    .prepare('SELECT consumer FROM inbox WHERE event_id = ? ORDER BY consumer')
    .bind(eventId)
    .all<{ consumer: Consumer }>()
  return results.map(({ consumer }) => consumer)
}
const heard = (eventId: string, ...consumers: Consumer[]) =>
  eventually(async () => ((await heardBy(eventId)).join() === consumers.join() ? true : undefined))

/** An application as a crash leaves it that comes after the storing and before the sending. */
async function crashed(row: Parameters<typeof leaveUnsent>[3] = {}, consumers?: Consumer[]) {
  const told = await storeUntold(house.db, 'H12', { determined: false })
  const event = eventOf(told, 'application.submitted', { version: 1 })
  await leaveUnsent(house.db, 'registration', event, row, consumers)
  return { caseNumber: told.caseNumber, event }
}
const both = (row: Partial<Row>) => [expect.objectContaining(row), expect.objectContaining(row)]

describe('an event that was stored and not sent', () => {
  it('is sent by the next sweep, the case goes on to its referrals, and a later sweep settles it', async () => {
    const { caseNumber, event } = await crashed()
    await house.tick()
    expect(await rowsOf(event.id)).toEqual(both({ settled: 0, attempts: 2 }))
    await heard(event.id, 'eligibility', 'notification')
    await eventually(async () => {
      const moved = await countOf(house.db, "applications WHERE id = ? AND state = 'under_review'", caseNumber)
      const referred = await countOf(house.db, "referrals WHERE plan_id = ? AND measure = 'M603'", caseNumber)
      return moved + referred === 2 ? true : undefined
    })
    await house.tick()
    expect(await rowsOf(event.id)).toEqual(both({ settled: 1, attempts: 2 }))
  })

  it('is left to whoever holds its lease, and taken when that is over', async () => {
    const now = Date.now()
    const { event } = await crashed({ leasedUntil: now + 3_600_000 })
    await house.tick()
    expect(await rowsOf(event.id)).toEqual(both({ attempts: 1 }))
    await house.tick(new Date(now + 3_600_000))
    expect(await rowsOf(event.id)).toEqual(both({ attempts: 2 }))
    await heard(event.id, 'eligibility', 'notification')
  })

  it('is sent by the service that stored it and no other', async () => {
    const told = await storeUntold(house.db, 'H01')
    // Only referral has the queue of this one; another service that took the row could not send it.
    const event = eventOf(told, 'delivery.due', { deliveryId: 'none' })
    await leaveUnsent(house.db, 'referral', event)
    await house.tick()
    expect(await rowsOf(event.id)).toMatchObject([{ attempts: 2 }])
  })

  it('is sent only to those consumers that it has a row for', async () => {
    const { event } = await crashed({}, ['notification'])
    await house.tick()
    await heard(event.id, 'notification')
    // What was sent before this later one would have been worked off when it is.
    const later = await crashed()
    await house.tick()
    await heard(later.event.id, 'eligibility', 'notification')
    expect(await heardBy(event.id)).toEqual(['notification'])
  })

  it('is sent however many there are: a sweep takes page after page', async () => {
    const told = await storeUntold(house.db, 'H01')
    const events = Array.from({ length: 250 }, () =>
      eventOf(told, 'application.endorsed', { version: 2, noticeEndsOn: '2026-12-02' }),
    )
    await leaveUnsent(house.db, 'registration', events)
    await house.tick()
    const sent = "outbox WHERE event ->> 'subject' = ? AND attempts = 2"
    expect(await countOf(house.db, sent, told.caseNumber)).toBe(events.length)
    await eventually(async () =>
      (await countOf(house.db, 'messages WHERE application_id = ?', told.caseNumber)) === events.length
        ? true
        : undefined,
    )
  })
})

describe('an event that was sent and not heard', () => {
  it.each([
    [1, 1],
    [3, 4],
    [40, 64],
  ])('is sent again after %i attempts, and then left %i minutes to arrive', async (attempts, minutes) => {
    const now = Date.now()
    const { event } = await crashed({ attempts })
    await house.tick(new Date(now))
    const leasedUntil = now + minutes * 60_000
    expect(await rowsOf(event.id)).toEqual(both({ settled: 0, attempts: attempts + 1, leasedUntil }))
    await heard(event.id, 'eligibility', 'notification')
  })

  it('is not sent again where its consumer has taken effect of it after all', async () => {
    const { event } = await crashed()
    await house.deliver('notification', [event])
    await house.deliver('eligibility', [event])
    await house.tick()
    expect(await rowsOf(event.id)).toEqual(both({ settled: 1, attempts: 1 }))
  })

  it('is not sent again where it lies with the dead letters, until it is replayed', async () => {
    const { event } = await crashed({}, ['notification'])
    await house.deliver('notification-dead', [event])
    await house.tick()
    expect(await rowsOf(event.id)).toMatchObject([{ settled: 1, attempts: 1 }])
    const as = await house.key('administrator', '150000')
    await house.send('POST', `/api/v1/dead-letters/notification/notification.${event.id}/replay`, { as })
    await heard(event.id, 'notification')
  })
})
