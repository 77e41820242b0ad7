import { consentVersion, type Receipt, receiptSchema } from '@jiekun/schema'
import { dayInChina, keyringOf } from '@jiekun/worker'
import { sections } from '../../services/registration/src/apply/sections.ts'
import { answersOf, guardianAnswers } from '../generators/form-answers.ts'
import { inventIdNumber, newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { samplePhoto } from '../samples/sample-photo.ts'
import { eventually, type House } from '../system/house.ts'
import { openReviewDesk, underReview } from '../system/review.ts'
import { eventOf, silenceOffices, storeUntold } from '../system/untold-case.ts'
import { type Visitor, visit } from '../system/visitor.ts'
import type { CaseKey } from './fill-form.ts'

/** The cases whose status page is visited; each is one of the states that an applicant can find. */
export const caseKinds = [
  'submitted',
  'underReview',
  'returned',
  'publicNotice',
  'approved',
  'completed',
  'declined',
  'appealed',
  'answered',
  'withdrawn',
  'remainedClosed',
  'erased',
] as const
export type CaseKind = (typeof caseKinds)[number]

/** A house in which every public page can be seen in every state it has. */
export interface PublicWorld {
  house: House
  cases: Record<CaseKind, CaseKey>
  /** Cookies of forms on their way: just begun, whole, one that the database cannot open, and one that has been sent. */
  drafts: Record<DraftKind, string>
  /** Access code of the application that came of the form that has been sent. */
  sentCode: string
  /** Who has applied for somebody, and which case that is. */
  helper: { agentNumber: string; agentCode: string; caseNumber: string }
  /** Cookies of corrections on their way: one that changes nothing yet, and one that adds a child and changes a rent. */
  corrections: Record<CorrectionKind, string>
}
type CorrectionKind = 'begun' | 'changed'
type DraftKind = 'begun' | 'whole' | 'broken' | 'second' | 'sent'

const { household } = workedHousehold('H12')
const consents = ['registration', 'civil_affairs_check', 'department_sharing', 'public_notice']

export async function openWorld(house: House): Promise<PublicWorld> {
  await silenceOffices(house.db, '*')
  const consent = { version: consentVersion }
  const agent = { kind: 'neighbour', name: '巴特尔', phone: '13911112222', messagesTo: 'both', consent }
  const [cases, forms, helped, own] = await Promise.all([
    storeCases(house),
    storeDrafts(house),
    reviewSoon(house, { ...newApplication(household, 401), agent }),
    reviewSoon(house, newApplication(household, 402)),
  ])
  if (!helped.agent) throw new Error('nobody has helped')
  return {
    house,
    cases,
    ...forms,
    helper: { ...helped.agent, caseNumber: helped.caseNumber },
    corrections: { begun: await beginCorrection(house, helped), changed: await changeFacts(house, own) },
  }
}

/** Sends an application, and waits until its facts can be put right. */
async function reviewSoon(house: House, json: object): Promise<Receipt> {
  const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
  const { caseNumber, accessCode } = receipt
  await eventually(async () => {
    const { text } = await house.send('POST', '/api/v1/status', { json: { caseNumber, accessCode } })
    return text.includes('"state":"under_review"') ? true : undefined
  })
  return receipt
}

async function beginCorrection(house: House, { caseNumber, accessCode }: CaseKey): Promise<string> {
  const visitor = visit(house)
  await visitor.post('/status/facts', { caseNumber, accessCode })
  const secret = visitor.cookies.get('facts')
  if (secret === undefined) throw new Error('the facts cannot be put right')
  return secret
}

/** A correction of the rent, and of a child who was left out and whose guardian is still to be asked. */
async function changeFacts(house: House, key: CaseKey): Promise<string> {
  const secret = await beginCorrection(house, key)
  const visitor = visit(house)
  visitor.cookies.set('facts', secret)
  const { answers } = answersOf(household)
  const born = `${new Date().getUTCFullYear() - 8}-05-01`
  const child = { ...answers.members.find(({ id }) => id === knownMember)?.answers, birthDate: [born] }
  const csrf = csrfIn((await visitor.get('/status/facts/housing')).text)
  const changes: Record<string, Record<string, string[]>> = {
    housing: { ...answers.pages.housing, rentMonthYuan: ['650.5'] },
    'members/left-out': { ...child, relation: ['child'], workerStatus: ['none'] },
  }
  for (const [path, typed] of Object.entries(changes)) {
    const { status } = await visitor.post(`/status/facts/${path}`, [['csrf', csrf], ...pairsOf(typed)])
    if (status !== 303) throw new Error(`the facts on ${path} are not taken`)
  }
  return secret
}

async function storeCases(house: House): Promise<Record<CaseKind, CaseKey>> {
  const keyring = await keyringOf(house.secrets.keyring)
  const desk = await openReviewDesk(house)
  /** Gives a case that was stored directly what its applicant opens it with, and consents. */
  const keyOf = async ({ caseNumber }: { caseNumber: string }): Promise<CaseKey> => {
    const at = new Date().toISOString()
    await house.db
      .prepare('UPDATE applications SET access_key_id = ?2, consents = ?3 WHERE id = ?1')
      .bind(
        caseNumber,
        keyring.currentAccessKey,
        JSON.stringify(consents.map((purpose) => ({ purpose, version: '2026-11', at }))),
      )
      .run()
    return { caseNumber, accessCode: await keyring.accessCode(caseNumber, keyring.currentAccessKey) }
  }
  const ifMatch = '*'
  const say = (path: string, key: CaseKey, form: Record<string, string> = {}) =>
    visit(house).post(`/status/${path}`, { ...key, ...form })

  const reviewed = async (
    act: (params: { caseNumber: string }, key: CaseKey) => Promise<unknown>,
  ): Promise<CaseKey> => {
    const { params } = await underReview(house)
    const key = await keyOf(params)
    await act(params, key)
    return key
  }
  const appeal = async (params: { caseNumber: string }, key: CaseKey) => {
    await desk.decline(params.caseNumber)
    await say('requests', key, { kind: 'appeal', text: '我家的收入算错了' })
  }
  const approved = () => reviewed(({ caseNumber }) => desk.approve(caseNumber))
  const closed = await storeUntold(house.db, 'H17')
  await house.deliver('registration', [
    eventOf(closed, 'determination.made', { determinationId: closed.determinationId, applicationVersion: 1 }),
  ])
  const cases: Record<CaseKind, CaseKey> = {
    submitted: await keyOf(await storeUntold(house.db, 'H12')),
    underReview: await reviewed(async () => undefined),
    returned: await reviewed(async (params) => {
      await desk.reviewer.claimApplication({ params, ifMatch })
      const body = { items: ['income_proof' as const, 'medical_proof' as const], note: '请补交最近三个月的工资单' }
      await desk.reviewer.returnApplication({ params, ifMatch, body })
    }),
    publicNotice: await reviewed(async (params) => {
      await desk.reviewer.claimApplication({ params, ifMatch })
      await desk.reviewer.endorseApplication({ params, ifMatch, body: { reason: '材料齐全' } })
    }),
    approved: await reviewed(async ({ caseNumber }) => {
      const { fileNumber } = await desk.approve(caseNumber)
      const administrator = await house.client('administrator', '150802')
      const { body } = await administrator.createUser({
        body: { login: 'gaowa', displayName: '高娃', telephone: '0478-8210000', role: 'helper', area: '150802' },
      })
      const reviewer = await house.client('county_reviewer', '150802')
      await reviewer.pairFile({ params: { fileNumber: fileNumber ?? '' }, body: { helperId: body.id }, ifMatch })
    }),
    completed: await approved(),
    declined: await reviewed(({ caseNumber }) => desk.decline(caseNumber)),
    appealed: await reviewed(appeal),
    answered: await reviewed(async (params, key) => {
      await appeal(params, key)
      const { body } = await desk.approver.listRequests({ query: { limit: 100 } })
      const asked = body.items.find((each) => each.caseNumber === params.caseNumber)
      await desk.approver.answerRequest({
        params: { id: asked?.id ?? '' },
        ifMatch,
        body: { outcome: 'upheld', answer: '收入按近十二个月平均计算，核对无误。' },
      })
    }),
    withdrawn: await reviewed((_params, key) => say('withdrawals', key)),
    remainedClosed: await keyOf(closed),
    erased: await reviewed(({ caseNumber }) => desk.decline(caseNumber)),
  }
  await spreadMeasures(house, cases)
  await house.db
    .prepare('UPDATE applications SET erased_at = ?2 WHERE id = ?1')
    .bind(cases.erased.caseNumber, Date.now())
    .run()
  return cases
}

const measureStates = [
  'created',
  'sent',
  'received',
  'accepted',
  'in_progress',
  'returned',
  'declined',
  'delivered',
  'closed',
  'cancelled',
]

/** Waits for the measures of the approved cases, and puts those of one in every state there is; those of the other are done. */
async function spreadMeasures({ db }: House, { approved, completed }: Record<CaseKind, CaseKey>): Promise<void> {
  for (const { caseNumber } of [approved, completed])
    await eventually(async () => {
      const row = await db
        .prepare('SELECT count(*) AS n FROM case_measures WHERE application_id = ?')
        .bind(caseNumber)
        .first<{ n: number }>()
      return (row?.n ?? 0) >= measureStates.length ? true : undefined
    })
  await db.batch([
    db
      .prepare(
        `UPDATE case_measures SET version = 100, state = (
           SELECT value FROM json_each(?2) WHERE key = (SELECT count(*) FROM case_measures AS before
             WHERE before.application_id = ?1 AND before.referral_id < case_measures.referral_id) % ${measureStates.length})
         WHERE application_id = ?1`,
      )
      .bind(approved.caseNumber, JSON.stringify(measureStates)),
    db
      .prepare("UPDATE case_measures SET version = 100, state = 'closed' WHERE application_id = ?")
      .bind(completed.caseNumber),
    // Who acts next goes by the state: nobody at the end, else the office, the union or the applicant.
    db
      .prepare(
        `UPDATE referrals SET duty = CASE (SELECT state FROM case_measures WHERE referral_id = referrals.id)
             WHEN 'closed' THEN NULL WHEN 'cancelled' THEN NULL WHEN 'delivered' THEN 'applicant'
             WHEN 'returned' THEN 'union' WHEN 'declined' THEN 'union' ELSE 'office' END
         WHERE plan_id IN (?1, ?2)`,
      )
      .bind(approved.caseNumber, completed.caseNumber),
    db.prepare('UPDATE applications SET plan_completed_at = ?2 WHERE id = ?1').bind(completed.caseNumber, Date.now()),
  ])
}

const csrfIn = (text: string): string => /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''

async function beginDraft(house: House): Promise<{ visitor: Visitor; csrf: string }> {
  const visitor = visit(house)
  await visitor.post('/apply', {})
  return { visitor, csrf: csrfIn((await visitor.get('/apply/person')).text) }
}

/** A form with everything answered for a household of five, papers among it; `person` in the place of who applies. */
export async function wholeDraft(
  house: House,
  sequence: number,
  person: { name?: string; idNumber?: string } = {},
): Promise<{ visitor: Visitor; csrf: string }> {
  const { applicant, answers } = answersOf(household)
  const { visitor, csrf } = await beginDraft(house)
  const typed: Record<string, Record<string, string[]>> = {
    ...answers.pages,
    person: {
      name: [person.name ?? '乌云·其木格'],
      idNumber: [person.idNumber ?? inventIdNumber(applicant?.birthDate ?? '', applicant?.sex ?? '', sequence)],
      phone: ['13800138000'],
      countyCode: [household.countyCode],
      address: ['幸福小区 3 号楼 2 单元 501'],
      applicantAlive: ['yes'],
    },
    consents: { consents, declaration: ['true'] },
  }
  for (const { id, fields } of sections)
    if (fields.length > 0 && id !== 'consents')
      await visitor.post(`/apply/${id}`, [['csrf', csrf], ...pairsOf(typed[id] ?? {})])
  for (const member of answers.members)
    await visitor.post(`/apply/members/${member.id}`, [['csrf', csrf], ...pairsOf(member.answers)])
  const guardians = guardianAnswers({ pages: typed, members: answers.members }, dayInChina(new Date()))
  const agreed = { ...typed.consents, ...guardians }
  await visitor.post('/apply/consents', [['csrf', csrf], ...pairsOf(agreed)])
  const papers = await visitor.get('/apply/documents')
  const upload = /name="upload" value="([^"]+)"/.exec(papers.text)?.[1] ?? ''
  const given = { csrf, item: 'resident_id:applicant', upload }
  await visitor.upload('/apply/documents/files', given, { bytes: samplePhoto('jpg') })
  return { visitor, csrf }
}
const pairsOf = (answers: Record<string, string[]>): [string, string][] =>
  Object.entries(answers).flatMap(([name, texts]) => texts.map((text): [string, string] => [name, text]))

async function storeDrafts(house: House): Promise<Pick<PublicWorld, 'drafts' | 'sentCode'>> {
  const secretOf = ({ cookies }: Visitor): string => cookies.get('draft') ?? ''
  const begun = await beginDraft(house)
  const broken = await beginDraft(house)
  await house.db.prepare("UPDATE drafts SET answers_sealed = 'x' WHERE rowid = (SELECT max(rowid) FROM drafts)").run()
  const sent = await wholeDraft(house, 301)
  const receipt = await sent.visitor.post('/apply/check', { csrf: sent.csrf })
  const sentCode = /id="access-code">\s*([^<\s]+)/.exec(receipt.text)?.[1]
  if (sentCode === undefined) throw new Error('the whole draft is not taken')
  const whole = await wholeDraft(house, 302)
  const second = await wholeDraft(house, 301)
  const drafts = {
    begun: secretOf(begun.visitor),
    broken: secretOf(broken.visitor),
    sent: secretOf(sent.visitor),
    whole: secretOf(whole.visitor),
    second: secretOf(second.visitor),
  }
  return { drafts, sentCode }
}

/** The id of the first member of the household that the whole draft is of. */
export const knownMember = household.members.find(({ relation }) => relation !== 'applicant')?.memberId ?? ''
