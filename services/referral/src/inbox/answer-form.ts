import {
  type AnswerType,
  answerSchema,
  declineCodeSchema,
  type ReferralAnswer,
  resultDocumentSchema,
} from '@jiekun/schema'
import { ok, type Result, refuse } from '@jiekun/worker'
import * as z from 'zod'
import type { TextKey } from '../texts/zh.ts'
import { fenOfYuan } from './yuan.ts'

/** What a clerk can do with a referral; each is a form of the page. */
export const actions = ['accept', 'start', 'deliver', 'return', 'decline'] as const
export type Action = (typeof actions)[number]
const actionSchema = z.enum(actions)

const answerOf: Readonly<Record<Action, Exclude<AnswerType, 'referral.received'>>> = {
  accept: 'referral.accepted',
  start: 'referral.started',
  return: 'referral.returned',
  decline: 'referral.declined',
  deliver: 'referral.delivered',
}

/** Documents of a result that the form has room for. */
export const documentPlaces = [1, 2, 3] as const

/** What is wrong with a field of a form. */
export interface FormFault {
  field: string
  text: TextKey
}

/** A form as it was sent. */
export interface SentForm {
  action: Action
  /** The version of the referral that the page showed. */
  seenVersion: number
  values: URLSearchParams
}

const headSchema = z.object({ action: actionSchema, version: z.coerce.number().int().min(1) })

/** What a form is of; undefined where it is none of ours. */
export function readHead(values: URLSearchParams): SentForm | undefined {
  const head = headSchema.safeParse({ action: values.get('action'), version: values.get('version') })
  return head.success ? { action: head.data.action, seenVersion: head.data.version, values } : undefined
}

/** What a form says of a referral, or every field that is wrong, in the order of the form. */
export function readAnswer({ action, values }: SentForm): Result<ReferralAnswer, FormFault[]> {
  const text = (name: string): string => values.get(name)?.trim() ?? ''
  const given = (name: string): string | undefined => (text(name) === '' ? undefined : text(name))
  const faults: FormFault[] = []
  const fault = (field: string, key: TextKey) => faults.push({ field, text: key })
  const said: Record<string, unknown> = { type: answerOf[action] }

  if (action === 'decline') {
    const code = declineCodeSchema.safeParse(text('reasonCode'))
    if (code.success) said.reasonCode = code.data
    else fault('reasonCode', 'fault.reasonCode')
  }
  if (action === 'return' || action === 'decline') {
    if (text('reason') === '') fault('reason', 'fault.reason')
    else if (text('reason').length > 1000) fault('reason', 'fault.reasonLong')
    said.reason = text('reason')
  }
  if (action === 'deliver') readDelivery(said, given, fault)
  if (action === 'accept' || action === 'deliver') {
    if (text('documentNumber').length > 100) fault('documentNumber', 'fault.number')
    said.documentNumber = given('documentNumber')
  }
  if (faults.length > 0) return refuse(faults)
  // Whatever else the contract does not take is a form that no page of ours has sent.
  const answer = answerSchema.safeParse(
    Object.fromEntries(Object.entries(said).filter(([, each]) => each !== undefined)),
  )
  return answer.success ? ok(answer.data) : refuse([{ field: 'action', text: 'fault.form' }])
}

const mostFen = 1_000_000_000_000

function readDelivery(
  said: Record<string, unknown>,
  given: (name: string) => string | undefined,
  fault: (field: string, key: TextKey) => void,
): void {
  const amount = given('amount')
  const fen = amount === undefined ? undefined : fenOfYuan(amount)
  if (amount !== undefined && fen === undefined) fault('amount', 'fault.amount')
  else if (fen !== undefined && fen > mostFen) fault('amount', 'fault.amountBig')
  said.amountFen = fen

  const [from, to] = [given('periodFrom'), given('periodTo')]
  const isDay = (day: string | undefined) => day === undefined || z.iso.date().safeParse(day).success
  if (!isDay(from)) fault('periodFrom', 'fault.date')
  if (!isDay(to)) fault('periodTo', 'fault.date')
  else if (isDay(from) && from !== undefined && to !== undefined && to < from) fault('periodTo', 'fault.period')
  said.periodFrom = from
  said.periodTo = to

  const documents = documentPlaces.flatMap((place) => {
    const [title, url] = [given(`documentTitle${place}`), given(`documentUrl${place}`)]
    if (title === undefined && url === undefined) return []
    if (title === undefined || title.length > 100) fault(`documentTitle${place}`, 'fault.documentTitle')
    if (url === undefined || !isDocumentUrl(url)) fault(`documentUrl${place}`, 'fault.documentUrl')
    return [{ title, url }]
  })
  if (documents.length > 0) said.documents = documents
}

/** The contract's own rule for the link of a document. */
const isDocumentUrl = (url: string): boolean => resultDocumentSchema.shape.url.safeParse(url).success
