import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type House, openHouse } from './house.ts'
import { refusalOf } from './refusals.ts'
import { openReviewDesk, openStaff, type ReviewDesk, type StaffMember } from './review.ts'
import { countOf } from './rows.ts'
import { eventOf, referralChanged, silenceOffices, storeDelivery, storeUntold } from './untold-case.ts'

let house: House
let desk: ReviewDesk
let helper: StaffMember
let otherHelper: StaffMember
beforeAll(async () => {
  house = await openHouse()
  await silenceOffices(house.db, '*')
  desk = await openReviewDesk(house)
  helper = await openStaff(house, 'helper', '150802')
  otherHelper = await openStaff(house, 'helper', '150802')
})
afterAll(() => house.close())

const any = '*'

/** A household with an open file and a referral. */
async function openedFile() {
  const stored = await storeUntold(house.db, 'H12')
  const { determinationId, caseNumber } = stored
  const made = eventOf(stored, 'determination.made', { determinationId, applicationVersion: 1 })
  await house.deliver('registration', [made, referralChanged(stored, 2, 'sent')])
  await storeDelivery(house.db, stored)
  const { fileNumber } = await desk.approve(caseNumber)
  return { ...stored, fileNumber: fileNumber ?? '', params: { fileNumber: fileNumber ?? '' } }
}
const pair = ({ params }: { params: { fileNumber: string } }, helperId: string, ifMatch = any) =>
  desk.reviewer.pairFile({ params, ifMatch, body: { helperId } })

describe('a household file', () => {
  it('is listed and read with its category, its county, its application and nobody it is paired with', async () => {
    const { params, fileNumber, caseNumber, countyCode } = await openedFile()
    const { body, etag } = await desk.reviewer.readFile({ params })
    expect(body).toMatchObject({ fileNumber, caseNumber, countyCode, state: 'open', version: 1, helperId: null })
    expect(etag).toBe('"1"')
    const { body: page } = await desk.reviewer.listFiles({ query: { area: countyCode, limit: 100 } })
    expect(page.items).toContainEqual(body)
    const readings = "audit WHERE subject = ? AND action = 'readFile'"
    await eventually(async () => ((await countOf(house.db, readings, caseNumber)) === 1 ? true : undefined))
  })

  it('comes page by page in order of number, by category, by helper and by area', async () => {
    await openedFile()
    const found = await openedFile()
    await pair(found, helper.id)
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const { body } = await desk.reviewer.listFiles({ query: { limit: 1, ...(after === undefined ? {} : { after }) } })
      seen.push(...body.items.map(({ fileNumber }) => fileNumber))
      if (body.next === null) break
      after = body.next
    }
    expect(seen).toEqual([...new Set(seen)].toSorted())
    expect(seen).toContain(found.fileNumber)
    const numbers = async (query: object) =>
      (await desk.reviewer.listFiles({ query: { limit: 100, ...query } })).body.items.map((file) => file.fileNumber)
    expect(await numbers({ helperId: helper.id })).toEqual([found.fileNumber])
    expect(await numbers({ area: '152900' })).toEqual([])
    const { body } = await desk.reviewer.readFile({ params: found.params })
    expect(await numbers({ unionCategory: body.unionCategory })).toContain(found.fileNumber)
    expect(await numbers({ unionCategory: 'none' })).toEqual([])
    await desk.reviewer.unpairFile({ params: found.params, ifMatch: any })
  })

  it('is nothing to whoever is elsewhere', async () => {
    const { params } = await openedFile()
    const elsewhere = await openStaff(house, 'county_reviewer', '152900')
    expect(await refusalOf(elsewhere.api.readFile({ params }))).toEqual([404, 'not-found'])
    const pairing = { params, ifMatch: any, body: { helperId: helper.id } }
    expect(await refusalOf(elsewhere.api.pairFile(pairing))).toEqual([404, 'not-found'])
    expect((await elsewhere.api.listFiles({ query: { limit: 100 } })).body.items).toEqual([])
  })

  it('keeps its number and its helper when the household comes back, and lets the helper see that application too', async () => {
    const first = await openedFile()
    await pair(first, helper.id)
    const again = await storeUntold(house.db, 'H12')
    await house.db
      .prepare('UPDATE applications SET person_index = ? WHERE id = ?')
      .bind(first.caseNumber, again.caseNumber)
      .run()
    const { determinationId } = again
    await house.deliver('registration', [
      eventOf(again, 'determination.made', { determinationId, applicationVersion: 1 }),
    ])
    const params = { caseNumber: again.caseNumber }
    expect(await refusalOf(helper.api.readApplication({ params }))).toEqual([404, 'not-found'])
    expect((await desk.approve(again.caseNumber)).fileNumber).toBe(first.fileNumber)
    const { body: file } = await helper.api.readFile({ params: first.params })
    expect(file).toMatchObject({ caseNumber: again.caseNumber, helperId: helper.id, version: 3 })
    expect((await helper.api.readApplication({ params })).body.application.caseNumber).toBe(again.caseNumber)
    const steps = await house.db
      .prepare('SELECT step FROM file_transitions WHERE file_number = ? ORDER BY sequence')
      .bind(first.fileNumber)
      .all<{ step: string }>()
    expect(steps.results.map(({ step }) => step)).toEqual(['open', 'pair', 'reopen'])
    await desk.reviewer.unpairFile({ params: first.params, ifMatch: any })
  })
})

describe('a pairing', () => {
  it('shows a helper the one household, in lists and by id, and nothing of any other', async () => {
    const [paired, other] = [await openedFile(), await openedFile()]
    expect((await helper.api.listFiles()).body.items).toEqual([])
    expect((await helper.api.listApplications()).body.items).toEqual([])
    await pair(paired, helper.id)

    expect((await helper.api.listFiles()).body.items.map((file) => file.fileNumber)).toEqual([paired.fileNumber])
    expect((await helper.api.listApplications()).body.items.map((each) => each.caseNumber)).toEqual([paired.caseNumber])
    const referrals = (await helper.api.listReferrals({ query: { limit: 100 } })).body.items
    expect(new Set(referrals.map((each) => each.caseNumber))).toEqual(new Set([paired.caseNumber]))
    expect((await helper.api.readFile({ params: paired.params })).body.helperId).toBe(helper.id)
    const read = (api: StaffMember['api'], caseNumber: string) => api.readApplication({ params: { caseNumber } })
    expect((await read(helper.api, paired.caseNumber)).status).toBe(200)

    expect(await refusalOf(helper.api.readFile({ params: other.params }))).toEqual([404, 'not-found'])
    expect(await refusalOf(read(helper.api, other.caseNumber))).toEqual([404, 'not-found'])
    expect(await refusalOf(read(otherHelper.api, paired.caseNumber))).toEqual([404, 'not-found'])
    const query = { caseNumber: other.caseNumber }
    expect((await helper.api.listReferrals({ query })).body.items).toEqual([])
    expect(
      await refusalOf(helper.api.pairFile({ params: paired.params, ifMatch: any, body: { helperId: helper.id } })),
    ).toEqual([403, 'not-allowed'])

    await pair(paired, otherHelper.id)
    expect(await refusalOf(read(helper.api, paired.caseNumber))).toEqual([404, 'not-found'])
    expect((await read(otherHelper.api, paired.caseNumber)).status).toBe(200)
    await desk.reviewer.unpairFile({ params: paired.params, ifMatch: any })
    expect(await refusalOf(read(otherHelper.api, paired.caseNumber))).toEqual([404, 'not-found'])
    expect((await otherHelper.api.listFiles()).body.items).toEqual([])
  })

  it('takes a helper who is one, and the version that was read', async () => {
    const found = await openedFile()
    expect(await refusalOf(pair(found, 'nobody-at-all'))).toEqual([422, 'invalid-input'])
    const reviewer = await openStaff(house, 'county_reviewer')
    expect(await refusalOf(pair(found, reviewer.id))).toEqual([422, 'invalid-input'])
    const gone = await openStaff(house, 'helper')
    await house.db.prepare('UPDATE staff_keys SET revoked_at = 1 WHERE id = ?').bind(gone.id).run()
    expect(await refusalOf(pair(found, gone.id))).toEqual([422, 'invalid-input'])
    expect(await refusalOf(desk.reviewer.unpairFile({ params: found.params, ifMatch: any }))).toEqual([
      409,
      'wrong-state',
    ])
    const first = await pair(found, helper.id, '"1"')
    expect(first.etag).toBe('"2"')
    expect(await refusalOf(pair(found, otherHelper.id, '"1"'))).toEqual([412, 'version-stale'])
    expect((await pair(found, helper.id, '"2"')).etag).toBe('"2"')
    const { body } = await desk.reviewer.readApplication({ params: { caseNumber: found.caseNumber } })
    expect(body.timeline.filter(({ type }) => type === 'file.paired')).toHaveLength(1)
    await desk.reviewer.unpairFile({ params: found.params, ifMatch: any })
  })

  it('by two at once with the same version is one pairing and one refusal', async () => {
    for (let round = 0; round < 5; round++) {
      const found = await openedFile()
      const outcomes = await Promise.all(
        [helper, otherHelper].map(({ id }) =>
          pair(found, id, '"1"').then(
            () => 'paired',
            (error: unknown) => refusalOf(Promise.reject(error)).then(([status]) => status),
          ),
        ),
      )
      expect(outcomes.toSorted()).toEqual([412, 'paired'])
      const { body } = await desk.reviewer.readFile({ params: found.params })
      const same = 'applications WHERE id = ? AND helper_id = ?'
      expect(await countOf(house.db, same, found.caseNumber, body.helperId ?? '')).toBe(1)
      expect(await countOf(house.db, 'file_transitions WHERE file_number = ?', found.fileNumber)).toBe(2)
    }
  })
})
