import { type Client, createClient } from '@jiekun/client'
import {
  actorHolds,
  areaWithin,
  cityOf,
  consentVersion,
  type Place,
  reaches,
  receiptSchema,
  regionCode,
  type StaffActor,
  type StaffRole,
} from '@jiekun/schema'
import { exampleMember, fillExample, operations } from '@jiekun/schema/api'
import { newId } from '@jiekun/worker'
import * as z from 'zod'
import { officeId } from '../../infra/seed/offices.ts'
import { inventIdNumber } from '../generators/person.ts'
import { samplePhoto } from '../samples/sample-photo.ts'
import { eventually, type House } from '../system/house.ts'
import { openReviewDesk } from '../system/review.ts'
import { eventOf, storeDelivery } from '../system/untold-case.ts'
import { visit } from '../system/visitor.ts'

/** Something that the examples speak of, made in a county of a running house. */
export interface Made {
  /** What stands for each name. */
  values: Readonly<Record<string, string>>
  /** What decides who reaches it; none where whoever holds the scope may. */
  place?: Place
  /** Whose it is, as a header, where only they may act on it. */
  as?: string
}

/** A thing that the examples speak of. Whoever adds an operation with a new `{name}` adds what makes it here. */
interface Subject {
  names: readonly string[]
  make(house: House, countyCode: string): Promise<Made>
  /** Whether somebody reaches it, where the table's `reaches` does not say so. */
  reached?(actor: StaffActor, place: Place): boolean
  /** Who may read of it, where they are more than those who reach it. */
  told?(actor: StaffActor, place: Place): boolean
  /** It is named in a query as others are in a path: out of reach it is not there. */
  inQuery?: true
}

/** What identifies the people of a prepared house; their ID numbers are added as they are made. */
const person = { name: '斯琴高娃', phone: '13904720001', address: '钢铁大街 88 号院 7 栋' }
/** Who applies for somebody else. */
const agentPerson = { name: '敖特根巴雅尔', phone: '13904729999' }
const texts = new Set([
  ...Object.values(person),
  ...Object.values(agentPerson),
  '示例用户',
  '13800000000',
  '幸福小区 1 号楼',
])
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

async function apply(house: House, countyCode: string, ofPerson = freshIdNumber(countyCode), agent?: object) {
  const { body } = fillExample(operations.submitApplication.example, { freshIdNumber: ofPerson })
  const application = z.looseObject({ identity: z.looseObject({ idNumber: z.string() }) }).parse(body)
  const identity = { ...application.identity, ...person }
  const answer = await house.send('POST', '/api/v1/applications', {
    json: { ...application, identity, countyCode, agent },
  })
  const { caseNumber, accessCode, agent: told } = receiptSchema.parse(answer.json)
  const determinationId = await eventually(async () => {
    const row = await house.db
      .prepare("SELECT determination_id AS id FROM applications WHERE id = ? AND state = 'under_review'")
      .bind(caseNumber)
      .first<{ id: string }>()
    return row?.id
  })
  return { caseNumber, accessCode, determinationId, ...told }
}

/** A photo of the household register, given on the status page. */
async function giveDocument(house: House, { caseNumber, accessCode }: { caseNumber: string; accessCode: string }) {
  const form = { caseNumber, accessCode, item: 'household_register:' }
  await visit(house).upload('/status/documents/files', form, { bytes: samplePhoto('jpg') })
  const row = await house.db
    .prepare("SELECT id FROM documents WHERE case_number = ? AND state = 'kept'")
    .bind(caseNumber)
    .first<{ id: string }>()
  return row?.id ?? ''
}

async function approve(house: House, countyCode: string): Promise<Made> {
  const applied = await apply(house, countyCode)
  const { caseNumber } = applied
  const { fileNumber } = await (await openReviewDesk(house)).approve(caseNumber)
  const [referral, spare, delivered] = await eventually(async () => {
    const { results } = await house.db
      .prepare(
        "SELECT id, office_id AS officeId FROM referrals WHERE plan_id = ? AND state = 'sent' ORDER BY id LIMIT 3",
      )
      .bind(caseNumber)
      .all<{ id: string; officeId: string }>()
    const [first, second, third] = results
    return first && second && third ? ([first, second, third] as const) : undefined
  })
  const reviewer = await house.client('county_reviewer', countyCode)
  await reviewer.answerReferral({ params: { id: delivered.id }, ifMatch: '*', body: { type: 'referral.delivered' } })
  await eventually(async () => {
    const row = await house.db
      .prepare("SELECT 1 FROM case_measures WHERE referral_id = ? AND state = 'delivered'")
      .bind(delivered.id)
      .first()
    return row ?? undefined
  })
  await eventually(async () => {
    const told = await house.db.prepare('SELECT 1 FROM messages WHERE application_id = ?').bind(caseNumber).first()
    return told ?? undefined
  })
  const { officeId, id: referralId } = referral
  // The offices of a prepared house have no systems, so nothing is told to any by itself.
  await house.db
    .prepare(
      `INSERT INTO disclosures (id, case_number, county_code, office_id, at, source_id, clause, measures, fields, basis)
       VALUES (?1, ?2, ?3, ?4, ?5, ?1, '五.(二).6', '["M601"]', '["caseNumber"]', 'statutory_duty')`,
    )
    .bind(`disclosure of ${caseNumber}`, caseNumber, countyCode, officeId, Date.now())
    .run()
  return {
    values: {
      ...applied,
      documentId: await giveDocument(house, applied),
      referralId,
      spareReferralId: spare.id,
      deliveredReferralId: delivered.id,
      officeId,
      fileNumber: fileNumber ?? '',
    },
    place: { countyCode, officeId },
  }
}

/** Somebody of the whole region: a client, and the header that it sends. */
async function staffOf(house: House, role: StaffRole): Promise<{ api: Client; as: string }> {
  const as = await house.key(role, '150000')
  return { api: createClient({ url: house.url, key: as.slice('Bearer '.length) }), as }
}

/** A case that a reviewer has claimed. */
async function claim(house: House, countyCode: string, ofPerson?: string) {
  const { caseNumber } = await apply(house, countyCode, ofPerson)
  const reviewer = await staffOf(house, 'county_reviewer')
  const params = { caseNumber }
  await reviewer.api.claimApplication({ params, ifMatch: '*' })
  return { params, place: { countyCode }, ...reviewer }
}

/** A simulation job that is done. */
async function simulate(house: House) {
  const somebody = await staffOf(house, 'county_reviewer')
  const { body } = fillExample(operations.createSimulationJob.example, {})
  const asked = operations.createSimulationJob.body.parse(body)
  const made = await somebody.api.createSimulationJob({ body: asked })
  await eventually(async () => {
    const job = await somebody.api.readJob({ params: { id: made.body.id } })
    return job.body.state === 'done' ? true : undefined
  })
  return { id: made.body.id, as: somebody.as }
}

const keyExpiry = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString()
/** Users and keys are the administrator's of their area. */
const byAdministrator = (actor: StaffActor, { countyCode }: Place): boolean =>
  actor.role === 'administrator' && actorHolds(actor, 'users:manage') && areaWithin(actor.area, countyCode)
const nobody = (): boolean => false

/** A webhook that lay in the inbox of an office and tells of nothing any more. */
async function storeNotice(house: House, countyCode: string, officeId: string): Promise<string> {
  const id = newId(countyCode)
  const { caseNumber } = await apply(house, countyCode)
  await house.db
    .prepare(
      `INSERT INTO deliveries (id, plan_id, county_code, office_id, type, clause, referral_ids, state, attempts, created_at)
       VALUES (?, ?, ?, ?, 'referral.informed', '五.(二).6', '[]', 'inbox', 1, ?)`,
    )
    .bind(id, caseNumber, countyCode, officeId, Date.now())
    .run()
  return id
}

/** A routing rule that holds from a day to come. */
async function makeRule(house: House): Promise<string> {
  const { api } = await staffOf(house, 'administrator')
  const { body } = fillExample(operations.createRoutingRule.example, {})
  return (await api.createRoutingRule({ body: operations.createRoutingRule.body.parse(body) })).body.id
}

let logins = 0
async function makeUser(house: House, countyCode: string) {
  const { api, as } = await staffOf(house, 'administrator')
  const body = { login: `user${++logins}`, displayName: '乌云', role: 'county_reviewer' as const, area: countyCode }
  const { id } = (await api.createUser({ body })).body
  await house.db
    .prepare(
      `INSERT INTO sign_ins (id, at, user_id, area, method, outcome, address_index, request_id)
       VALUES (?1, ?2, ?3, ?4, 'password', 'wrong-code', 'index', 'request')`,
    )
    .bind(`sign-in-${id}`, Date.now(), id, countyCode)
    .run()
  return { id, as }
}

/** An office of a department that is told of no case here, with an endpoint. */
const office = (name: string, department: string): Subject => ({
  names: [name],
  make: async (house, countyCode) => {
    const found = await house.db
      .prepare(
        `UPDATE offices SET endpoint = 'https://office.example.org/hooks'
         WHERE area_code = ? AND department = ? RETURNING id`,
      )
      .bind(countyCode, department)
      .first<{ id: string }>()
    const officeId = found?.id ?? ''
    return { values: { [name]: officeId }, place: { countyCode, officeId } }
  },
  reached: (actor, { countyCode, officeId }) =>
    actor.role === 'office_clerk' ? actor.officeId === officeId : areaWithin(actor.area, countyCode),
})

export const subjects: readonly Subject[] = [
  {
    names: [
      'caseNumber',
      'accessCode',
      'documentId',
      'determinationId',
      'referralId',
      'spareReferralId',
      'deliveredReferralId',
      'officeId',
      'fileNumber',
    ],
    make: approve,
  },
  {
    names: ['agentNumber', 'agentCode', 'helpedCaseNumber', 'helpedAccessCode'],
    make: async (house, countyCode) => {
      const agent = { ...agentPerson, kind: 'neighbour', consent: { version: consentVersion } }
      const applied = await apply(house, countyCode, undefined, agent)
      const { agentNumber = '', agentCode = '', caseNumber, accessCode } = applied
      return {
        values: { agentNumber, agentCode, helpedCaseNumber: caseNumber, helpedAccessCode: accessCode },
        place: { countyCode },
      }
    },
  },
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
    names: ['returnedCaseNumber', 'returnedAccessCode'],
    make: async (house, countyCode) => {
      const { caseNumber, accessCode } = await apply(house, countyCode)
      const { api } = await staffOf(house, 'county_reviewer')
      const params = { caseNumber }
      const body = { identity: { address: person.address, bankAccount: '62220202001122' }, reason: '补上账号' }
      await api.correctApplication({ params, ifMatch: '*', body })
      await api.claimApplication({ params, ifMatch: '*' })
      const missing = { items: ['income_proof' as const], note: '请核对房租' }
      await api.returnApplication({ params, ifMatch: '*', body: missing })
      return { values: { returnedCaseNumber: caseNumber, returnedAccessCode: accessCode }, place: { countyCode } }
    },
  },
  {
    names: ['claimedCaseNumber'],
    make: async (house, countyCode) => {
      const { params, place, as } = await claim(house, countyCode)
      return { values: { claimedCaseNumber: params.caseNumber }, place, as }
    },
  },
  {
    names: ['claimedTwinNumber'],
    make: async (house, countyCode) => {
      const person = freshIdNumber(countyCode)
      await apply(house, countyCode, person)
      const { params, place } = await claim(house, countyCode, person)
      return { values: { claimedTwinNumber: params.caseNumber }, place }
    },
  },
  {
    names: ['noticeCaseNumber'],
    make: async (house, countyCode) => {
      const { params, place, api } = await claim(house, countyCode)
      await api.endorseApplication({ params, ifMatch: '*', body: { reason: '材料齐全' } })
      return { values: { noticeCaseNumber: params.caseNumber }, place }
    },
  },
  {
    names: ['overrideCaseNumber'],
    make: async (house, countyCode) => {
      const { params, place, api } = await claim(house, countyCode)
      const body = { archiveDecision: 'manual_review' as const, reason: '情况特殊' }
      await api.proposeOverride({ params, ifMatch: '*', body })
      return { values: { overrideCaseNumber: params.caseNumber }, place }
    },
  },
  {
    names: ['requestId'],
    make: async (house, countyCode) => {
      const { caseNumber, accessCode } = await apply(house, countyCode)
      await house.send('POST', '/status/requests', {
        body: new URLSearchParams({ caseNumber, accessCode, kind: 'change', text: '找到了新工作' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      const row = await house.db
        .prepare('SELECT id FROM case_requests WHERE application_id = ?')
        .bind(caseNumber)
        .first<{ id: string }>()
      return { values: { requestId: row?.id ?? '' }, place: { countyCode } }
    },
  },
  {
    names: ['declinedCaseNumber'],
    make: async (house, countyCode) => {
      const { params, place, api } = await claim(house, countyCode)
      await api.declineApplication({ params, ifMatch: '*', body: { reason: '收入高于标准' } })
      return { values: { declinedCaseNumber: params.caseNumber }, place }
    },
  },
  {
    names: ['helperId'],
    make: async (house, countyCode) => ({
      values: { helperId: (await house.key('helper', countyCode)).split('_')[1] ?? '' },
    }),
  },
  {
    names: ['pairedFileNumber'],
    make: async (house, countyCode) => {
      const { values, place } = await approve(house, countyCode)
      const fileNumber = values.fileNumber ?? ''
      const helperId = (await house.key('helper', countyCode)).split('_')[1] ?? ''
      const reviewer = await staffOf(house, 'county_reviewer')
      await reviewer.api.pairFile({ params: { fileNumber }, ifMatch: '*', body: { helperId } })
      return { values: { pairedFileNumber: fileNumber }, ...(place ? { place } : {}) }
    },
  },
  {
    names: ['jobId'],
    make: async (house, countyCode) => {
      const { id, as } = await simulate(house)
      return { values: { jobId: id }, place: { countyCode }, as }
    },
    reached: nobody,
  },
  {
    names: ['waitingJobId'],
    make: async (house, countyCode) => {
      const { id, as } = await simulate(house)
      await house.db.prepare("UPDATE jobs SET state = 'queued', done = 0 WHERE id = ?").bind(id).run()
      return { values: { waitingJobId: id }, place: { countyCode }, as }
    },
    reached: nobody,
  },
  office('directoryOfficeId', 'NYJ'),
  office('silentOfficeId', 'YJT'),
  {
    ...office('digestOfficeId', 'GXT'),
    make: async (house, countyCode) => {
      const digestOfficeId = officeId('GXT', countyCode)
      const counts = { fresh: 1, due: 0, overdue: 0, escalated: 0, tasks: 0, open: 1 }
      await house.db
        .prepare(
          "INSERT INTO office_digests (office_id, day, counts, at) VALUES (?, '2026-11-25', ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(digestOfficeId, JSON.stringify(counts), Date.now())
        .run()
      await storeNotice(house, countyCode, digestOfficeId)
      return { values: { digestOfficeId }, place: { countyCode, officeId: digestOfficeId } }
    },
  },
  {
    names: ['deliveryId'],
    make: async (house, countyCode) => {
      const bureau = officeId('CZT', countyCode)
      return {
        values: { deliveryId: await storeNotice(house, countyCode, bureau) },
        place: { countyCode, officeId: bureau },
      }
    },
  },
  {
    names: ['replayedDeliveryId'],
    make: async (house, countyCode) => {
      const bureau = officeId('CZT', countyCode)
      return {
        values: { replayedDeliveryId: await storeNotice(house, countyCode, bureau) },
        place: { countyCode, officeId: bureau },
      }
    },
    // Whoever runs the endpoints of an area sends once more, also who sees no case.
    reached: (actor, { countyCode }) => areaWithin(actor.area, countyCode),
  },
  {
    names: ['cooperationTaskId'],
    make: async (house, countyCode) => {
      const { values } = await approve(house, countyCode)
      const row = await house.db
        .prepare(
          "SELECT id, office_id AS officeId FROM cooperation_tasks WHERE plan_id = ? AND state = 'open' ORDER BY id",
        )
        .bind(values.caseNumber ?? '')
        .first<{ id: string; officeId: string }>()
      return {
        values: { cooperationTaskId: row?.id ?? '' },
        place: { countyCode, ...(row ? { officeId: row.officeId } : {}) },
      }
    },
  },
  {
    names: ['routingRuleId'],
    make: async (house) => ({ values: { routingRuleId: await makeRule(house) } }),
  },
  {
    names: ['wrongRuleId'],
    make: async (house) => ({ values: { wrongRuleId: await makeRule(house) }, place: { countyCode: regionCode } }),
    // Rules hold for the whole region, so whoever may change them works for it.
    reached: (actor) => actor.area === regionCode,
    told: () => true,
  },
  {
    names: ['stalledCounty'],
    make: async (house, countyCode) => {
      const told = await apply(house, countyCode)
      const { referralId } = await storeDelivery(
        house.db,
        { ...told, countyCode },
        { state: 'declined', officeId: officeId('MZT', countyCode) },
      )
      await house.db
        .prepare("UPDATE referrals SET duty = 'union', due_on = '2030-01-02', attend_on = NULL WHERE id = ?")
        .bind(referralId)
        .run()
      return { values: { stalledCounty: countyCode } }
    },
  },
  {
    names: ['auditId'],
    make: async (house, countyCode) => {
      await apply(house, countyCode)
      await house.tick()
      const row = await house.db
        .prepare('SELECT id FROM audit WHERE area = ? ORDER BY sequence')
        .bind(countyCode)
        .first<{ id: string }>()
      return { values: { auditId: row?.id ?? '' }, place: { countyCode } }
    },
  },
  {
    names: ['chainArea'],
    make: async (_house, countyCode) => ({ values: { chainArea: cityOf(countyCode) }, place: { countyCode } }),
    reached: (actor, { countyCode }) => areaWithin(actor.area, cityOf(countyCode)),
    inQuery: true,
  },
  {
    names: ['userId'],
    make: async (house, countyCode) => ({
      values: { userId: (await makeUser(house, countyCode)).id },
      place: { countyCode },
    }),
    reached: byAdministrator,
    // The log of sign-ins names them.
    told: (actor, place) => byAdministrator(actor, place) || (actor.role === 'auditor' && reaches(actor, place)),
  },
  {
    names: ['sessionId'],
    make: async (house, countyCode) => {
      const { id, as } = await makeUser(house, countyCode)
      const sessionId = `session-${id}`
      await house.db
        .prepare(
          `INSERT INTO sessions (id, token_hash, user_id, method, proof, created_at, used_at, expires_at)
           VALUES (?1, ?1, ?2, 'password', ?1, ?3, ?3, ?4)`,
        )
        .bind(sessionId, id, Date.now(), Date.now() + 3_600_000)
        .run()
      return { values: { sessionId }, place: { countyCode }, as }
    },
    reached: byAdministrator,
  },
  {
    names: ['keyId'],
    make: async (house, countyCode) => {
      const { api } = await staffOf(house, 'administrator')
      const body = { label: '接口', role: 'county_reviewer' as const, area: countyCode, expiresAt: keyExpiry }
      return { values: { keyId: (await api.createKey({ body })).body.id }, place: { countyCode } }
    },
    reached: byAdministrator,
  },
  { names: ['keyExpiry'], make: async () => ({ values: { keyExpiry } }) },
  { names: ['applicantName'], make: async () => ({ values: { applicantName: person.name } }) },
  {
    names: ['freshIdNumber'],
    make: async (_house, countyCode) => ({ values: { freshIdNumber: freshIdNumber(countyCode) } }),
  },
]
