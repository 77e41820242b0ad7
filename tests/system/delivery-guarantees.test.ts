import type { Consumer, Event } from '@jiekun/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { workedHousehold } from '../generators/worked-households.ts'
import { type House, openHouse } from './house.ts'
import { countOf } from './rows.ts'
import { eventOf, referralChanged, silenceOffices, storeDelivery, storeUntold } from './untold-case.ts'

const silentOffice = '1502-MZT-150204'
let house: House
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, silentOffice)
})
afterAll(() => house.close())
beforeEach(() => house.department.setMode('ok'))

const count = (from: string, ...values: (string | number)[]) => countOf(house.db, from, ...values)
const row = (sql: string, ...values: string[]) =>
  house.db
    .prepare(sql)
    .bind(...values)
    .first()
const told = (type: string, caseNumber: string) =>
  count(
    "(SELECT DISTINCT event_id FROM outbox WHERE event ->> 'type' = ? AND event ->> 'subject' = ?)",
    type,
    caseNumber,
  )
const applicationOf = (id: string) => row('SELECT state, version, determination_id FROM applications WHERE id = ?', id)
const measureOf = (id: string) => row('SELECT state, version FROM case_measures WHERE referral_id = ?', id)
const sentTransitions = (id: string) => count("referral_transitions WHERE referral_id = ? AND state = 'sent'", id)

/** Hands over a batch and sees every message of it done. */
async function deliver(consumer: Consumer, ...events: Event[]) {
  expect(await house.deliver(consumer, events)).toEqual(events.map(() => 'acknowledged'))
}
/** The same event twice in one batch, and again in a later one. */
async function deliverTwice(consumer: Consumer, event: Event) {
  await deliver(consumer, event, event)
  await deliver(consumer, event)
  expect(await count('inbox WHERE consumer = ? AND event_id = ?', consumer, event.id)).toBe(1)
}
const measuresOf = (id: string) => Object.values(workedHousehold(id).expected.aid ?? {}).flat().length

describe('the same event twice in a batch and again later', () => {
  it('moves an application on once', async () => {
    const stored = await storeUntold(house.db, 'H12')
    const { caseNumber, determinationId } = stored
    const made = eventOf(stored, 'determination.made', { determinationId, applicationVersion: 1 })
    await deliverTwice('registration', made)
    expect(await applicationOf(caseNumber)).toEqual({
      state: 'under_review',
      version: 2,
      determination_id: determinationId,
    })
    expect(await count('application_transitions WHERE application_id = ?', caseNumber)).toBe(1)
    expect(await count('timeline WHERE application_id = ?', caseNumber)).toBe(1)
    expect(await count('audit WHERE subject = ?', caseNumber)).toBe(1)
  })

  it('is one entry of the timeline and one measure', async () => {
    const stored = await storeUntold(house.db, 'H01')
    await deliverTwice('registration', referralChanged(stored, 2, 'sent', 'measure-twice'))
    expect(await measureOf('measure-twice')).toEqual({ state: 'sent', version: 2 })
    expect(await count('timeline WHERE application_id = ?', stored.caseNumber)).toBe(1)
  })

  it('is determined once and told once', async () => {
    const stored = await storeUntold(house.db, 'H01', { determined: false })
    await deliverTwice('eligibility', eventOf(stored, 'application.submitted', { version: 1 }))
    expect(await count('determinations WHERE application_id = ?', stored.caseNumber)).toBe(1)
    expect(await told('determination.made', stored.caseNumber)).toBe(1)
    expect(await count("audit WHERE subject = ? AND action = 'determination.made'", stored.caseNumber)).toBe(1)
  })

  it('refers every measure once', async () => {
    const stored = await storeUntold(house.db, 'H12')
    const opened = { fileNumber: 'F1', determinationId: stored.determinationId }
    await deliverTwice('referral', eventOf(stored, 'file.opened', opened))
    expect(await count('referrals WHERE plan_id = ?', stored.caseNumber)).toBe(measuresOf('H12'))
    expect(await told('plan.extended', stored.caseNumber)).toBe(1)
    expect(await told('delivery.due', stored.caseNumber)).toBe(
      await count('deliveries WHERE plan_id = ?', stored.caseNumber),
    )
  })

  it('is one webhook', async () => {
    const { deliveryId, due } = await storeDelivery(house.db, await storeUntold(house.db, 'H01'))
    await deliverTwice('referral-delivery', due)
    const delivery = await row('SELECT state, attempts FROM deliveries WHERE id = ?', deliveryId)
    expect(delivery).toEqual({ state: 'delivered', attempts: 1 })
  })

  it('takes a referral to sent once, and tells it once', async () => {
    const stored = await storeUntold(house.db, 'H01')
    const { referralId, due } = await storeDelivery(house.db, stored, { officeId: silentOffice })
    await deliverTwice('referral-delivery', due)
    expect(await sentTransitions(referralId)).toBe(1)
    expect(await row('SELECT state, version FROM referrals WHERE id = ?', referralId)).toEqual({
      state: 'sent',
      version: 2,
    })
    expect(await told('referral.changed', stored.caseNumber)).toBe(1)
  })

  it('is one failed attempt at an office that is down', async () => {
    house.department.setMode('down')
    const stored = await storeUntold(house.db, 'H01')
    // After a second failure the next attempt is five minutes away, so none comes in between.
    const { deliveryId, due } = await storeDelivery(house.db, stored, { attempts: 1 })
    await deliverTwice('referral-delivery', due)
    expect(await row('SELECT state, attempts, last_status FROM deliveries WHERE id = ?', deliveryId)).toEqual({
      state: 'pending',
      attempts: 2,
      last_status: 503,
    })
  })

  it('is one message to the applicant', async () => {
    const stored = await storeUntold(house.db, 'H01')
    await deliverTwice('notification', eventOf(stored, 'application.submitted', { version: 1 }))
    expect(await count('messages WHERE application_id = ?', stored.caseNumber)).toBe(1)
  })
})

describe('events out of order', () => {
  it.each<[how: string, batches: (late: Event, early: Event) => Event[][]]>([
    ['in batches of their own', (late, early) => [[late], [early]]],
    ['in one batch', (late, early) => [[late, early]]],
  ])('leave a measure at its latest version, %s', async (how, batches) => {
    const stored = await storeUntold(house.db, 'H01')
    const late = referralChanged(stored, 4, 'delivered', how)
    const early = referralChanged(stored, 3, 'accepted', how)
    for (const batch of batches(late, early)) await deliver('registration', ...batch)
    expect(await measureOf(how)).toEqual({ state: 'delivered', version: 4 })
    expect(await count('timeline WHERE application_id = ?', stored.caseNumber)).toBe(2)
  })

  it('never move an application by a determination of older facts', async () => {
    const stored = await storeUntold(house.db, 'H12', { version: 2 })
    const { determinationId } = stored
    const made = (applicationVersion: number) =>
      eventOf(stored, 'determination.made', { determinationId, applicationVersion })
    await deliver('registration', made(1))
    expect(await applicationOf(stored.caseNumber)).toEqual({ state: 'submitted', version: 2, determination_id: null })
    expect(await count('timeline WHERE application_id = ?', stored.caseNumber)).toBe(0)
    await deliver('registration', made(2))
    expect(await applicationOf(stored.caseNumber)).toMatchObject({ state: 'under_review', version: 3 })
  })

  it('never move an application back by a determination that comes after the decision', async () => {
    const stored = await storeUntold(house.db, 'H12', { state: 'approved', version: 1 })
    const { determinationId } = stored
    await deliver('registration', eventOf(stored, 'determination.made', { determinationId, applicationVersion: 1 }))
    expect(await applicationOf(stored.caseNumber)).toEqual({ state: 'approved', version: 1, determination_id: null })
  })

  it('never determine facts that have moved on', async () => {
    const stored = await storeUntold(house.db, 'H01', { version: 2, determined: false })
    const submitted = (version: number) => eventOf(stored, 'application.submitted', { version })
    await deliver('eligibility', submitted(1))
    expect(await count('determinations WHERE application_id = ?', stored.caseNumber)).toBe(0)
    await deliver('eligibility', submitted(2))
    expect(await count('determinations WHERE application_id = ? AND application_version = 2', stored.caseNumber)).toBe(
      1,
    )
  })

  it.each<[how: string, batches: (made: Event, opened: Event) => Event[][]]>([
    ['the file is opened before the determination is heard of', (made, opened) => [[opened], [made]]],
    ['the determination is heard of first', (made, opened) => [[made], [opened]]],
    ['both come in one batch', (made, opened) => [[opened, made]]],
  ])('refer every measure once and keep the file number, where %s', async (_how, batches) => {
    const stored = await storeUntold(house.db, 'H12')
    const { determinationId, caseNumber } = stored
    const made = eventOf(stored, 'determination.made', { determinationId, applicationVersion: 1 })
    const opened = eventOf(stored, 'file.opened', { fileNumber: 'F1', determinationId })
    for (const batch of batches(made, opened)) await deliver('referral', ...batch)
    expect(await count('referrals WHERE plan_id = ?', caseNumber)).toBe(measuresOf('H12'))
    expect(await row('SELECT file_number FROM plans WHERE id = ?', caseNumber)).toEqual({ file_number: 'F1' })
  })

  it('never take a referral that its office has answered back to sent', async () => {
    const stored = await storeUntold(house.db, 'H01')
    const answered = { state: 'delivered', version: 3, officeId: silentOffice }
    const { deliveryId, referralId, due } = await storeDelivery(house.db, stored, answered)
    await deliver('referral-delivery', due)
    expect(await row('SELECT state FROM deliveries WHERE id = ?', deliveryId)).toEqual({ state: 'inbox' })
    expect(await row('SELECT state, version FROM referrals WHERE id = ?', referralId)).toEqual({
      state: 'delivered',
      version: 3,
    })
    expect(await sentTransitions(referralId)).toBe(0)
  })

  it('tell the applicant of each step once', async () => {
    const stored = await storeUntold(house.db, 'H01')
    const [delivered, accepted] = [referralChanged(stored, 4, 'delivered'), referralChanged(stored, 3, 'accepted')]
    await deliver('notification', delivered, accepted, delivered)
    await deliver('notification', accepted)
    expect(await count('messages WHERE application_id = ?', stored.caseNumber)).toBe(2)
  })
})
