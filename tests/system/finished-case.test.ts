import { consumers, type Event, receiptSchema, subscribers } from '@jiekun/schema'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { eventually, type House, openHouse } from './house.ts'
import { openReviewDesk } from './review.ts'
import { allHeard, allRows } from './rows.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** Most messages in one batch, as the configurations have it. */
const batchSize = 50

async function finishCase(): Promise<Event[]> {
  const json = newApplication(workedHousehold('H12').household)
  const { caseNumber } = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  const desk = await openReviewDesk(house)
  await desk.approveSoon(caseNumber)
  return eventually(async () => {
    const events = await allHeard(house.db)
    return events?.some(({ type }) => type === 'plan.completed') ? events : undefined
  })
}

it('no row of any table changes when every event of a finished case comes to all who hear it again, doubled and backwards', async () => {
  const events = await finishCase()
  const untold = [
    'application.returned',
    'application.declined',
    'application.withdrawn',
    'application.corrected',
    'application.twinned',
    'application.turned',
    'request.made',
    'request.answered',
    'application.erased',
    'job.due',
    'calendar.changed',
    'recount.due',
    'endpoint.disabled',
    'help.confirmed',
    'referral.escalated',
  ]
  expect([...new Set<string>(events.map(({ type }) => type)), ...untold].sort()).toEqual(
    Object.keys(subscribers).sort(),
  )
  const before = await allRows(house.db)

  const again = [...events, ...events].toReversed()
  for (const consumer of consumers) {
    const heard = again.filter(({ type }) => subscribers[type].includes(consumer))
    for (let from = 0; from < heard.length; from += batchSize) {
      const outcome = await house.deliver(consumer, heard.slice(from, from + batchSize))
      expect(new Set(outcome)).toEqual(new Set(['acknowledged']))
    }
  }
  expect(await allRows(house.db)).toEqual(before)
})
