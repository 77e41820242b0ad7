import { type Place, receiptSchema, type StaffActor } from '@jiekun/schema'
import { exampleMember, fillExample, operations } from '@jiekun/schema/api'
import * as z from 'zod'
import { inventIdNumber } from '../generators/person.ts'
import { eventually, type House } from '../system/house.ts'
import { openReviewDesk } from '../system/review.ts'
import { eventOf } from '../system/untold-case.ts'

/** Something that the examples speak of, made in a county of a running house. */
export interface Made {
  /** What stands for each name. */
  values: Readonly<Record<string, string>>
  /** What decides who reaches it; none where whoever holds the scope may. */
  place?: Place
}

/** A thing that the examples speak of. Whoever adds an operation with a new `{name}` adds what makes it here. */
interface Subject {
  names: readonly string[]
  make(house: House, countyCode: string): Promise<Made>
  /** Whether somebody reaches it, where the table's `reaches` does not say so. */
  reached?(actor: StaffActor, place: Place): boolean
}

/** What identifies the people of a prepared house; their ID numbers are added as they are made. */
const person = { name: '斯琴高娃', phone: '13904720001', address: '钢铁大街 88 号院 7 栋' }
const texts = new Set([...Object.values(person), '示例用户', '13800000000', '幸福小区 1 号楼'])
/** Personal data that no error and no log line may hold: of those who have applied, and of the document's example. */
export const personalTexts = (): readonly string[] => [...texts]

/** People are numbered on, so that each applies once. */
let sequence = 0
const freshIdNumber = (countyCode: string): string => {
  const { birthDate, sex } = exampleMember
  sequence++
  // 500 people share a day of birth and an area; the next ones come from elsewhere.
  const area = String(Number(countyCode) + Math.floor(sequence / 500))
  const idNumber = inventIdNumber(birthDate, sex, sequence % 500, area)
  texts.add(idNumber)
  return idNumber
}

async function apply(house: House, countyCode: string) {
  const { body } = fillExample(operations.submitApplication.example, { freshIdNumber: freshIdNumber(countyCode) })
  const application = z.looseObject({ identity: z.looseObject({ idNumber: z.string() }) }).parse(body)
  const identity = { ...application.identity, ...person }
  const answer = await house.send('POST', '/api/v1/applications', { json: { ...application, identity, countyCode } })
  const { caseNumber, accessCode } = receiptSchema.parse(answer.json)
  const determinationId = await eventually(async () => {
    const row = await house.db
      .prepare("SELECT determination_id AS id FROM applications WHERE id = ? AND state = 'under_review'")
      .bind(caseNumber)
      .first<{ id: string }>()
    return row?.id
  })
  return { caseNumber, accessCode, determinationId }
}

async function approve(house: House, countyCode: string): Promise<Made> {
  const applied = await apply(house, countyCode)
  const { caseNumber } = applied
  await (await openReviewDesk(house)).approve(caseNumber)
  const referral = await eventually(async () => {
    const row = await house.db
      .prepare("SELECT id, office_id AS officeId FROM referrals WHERE plan_id = ? AND state = 'sent' ORDER BY id")
      .bind(caseNumber)
      .first<{ id: string; officeId: string }>()
    return row ?? undefined
  })
  await eventually(async () => {
    const told = await house.db.prepare('SELECT 1 FROM messages WHERE application_id = ?').bind(caseNumber).first()
    return told ?? undefined
  })
  const { officeId, id: referralId } = referral
  return { values: { ...applied, referralId, officeId }, place: { countyCode, officeId } }
}

export const subjects: readonly Subject[] = [
  { names: ['caseNumber', 'accessCode', 'determinationId', 'referralId', 'officeId'], make: approve },
  {
    names: ['openCaseNumber'],
    make: async (house, countyCode) => {
      const { caseNumber: openCaseNumber } = await apply(house, countyCode)
      return { values: { openCaseNumber }, place: { countyCode } }
    },
  },
  {
    names: ['deadLetterId'],
    make: async (house, countyCode) => {
      const { caseNumber, determinationId } = await apply(house, countyCode)
      const event = eventOf({ caseNumber, countyCode, determinationId }, 'plan.completed', {})
      await house.deliver('notification-dead', [event])
      return { values: { deadLetterId: `notification.${event.id}` } }
    },
  },
  {
    names: ['freshIdNumber'],
    make: async (_house, countyCode) => ({ values: { freshIdNumber: freshIdNumber(countyCode) } }),
  },
]
