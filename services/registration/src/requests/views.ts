import { requestKindSchema, requestOutcomeSchema, requestStates } from '@jiekun/schema'
import type { caseRequestSchema, OwnRequest, requestHeadSchema } from '@jiekun/schema/api'
import type { Keyring } from '@jiekun/worker'
import * as z from 'zod'
import type { RequestRow } from './store.ts'

/** The place that what is written in a request is sealed for. */
export const textPlace = (id: string): string => `case_requests.text:${id}`
export const answerPlace = (id: string): string => `case_requests.answer:${id}`

const stateSchema = z.enum(requestStates)
const moment = (at: number): string => new Date(at).toISOString()

const headOf = (row: RequestRow) => ({
  id: row.id,
  kind: requestKindSchema.parse(row.kind),
  state: stateSchema.parse(row.state),
  madeAt: moment(row.madeAt),
  dueOn: row.dueOn,
  outcome: requestOutcomeSchema.nullable().parse(row.outcome),
  answeredAt: row.answeredAt === null ? null : moment(row.answeredAt),
})

const staffHeadOf = (row: RequestRow) => ({
  ...headOf(row),
  caseNumber: row.applicationId,
  countyCode: row.countyCode,
  version: row.version,
})

/** A request as a list of the staff shows it. `today`: ISO date. */
export const shownHead = (row: RequestRow, today: string): z.infer<typeof requestHeadSchema> => ({
  ...staffHeadOf(row),
  overdue: row.state === 'open' && row.dueOn < today,
})

const opened = async (keyring: Keyring, sealed: string | null, place: string): Promise<string | null> =>
  sealed === null || sealed === '' ? null : keyring.unseal(sealed, place)

async function textsOf(keyring: Keyring, { id, textSealed, answerSealed }: RequestRow) {
  const [text, answer] = await Promise.all([
    opened(keyring, textSealed, textPlace(id)),
    opened(keyring, answerSealed, answerPlace(id)),
  ])
  return { text, answer }
}

/** A request as its applicant sees it. */
export const ownRequest = async (keyring: Keyring, row: RequestRow): Promise<OwnRequest> => ({
  ...headOf(row),
  ...(await textsOf(keyring, row)),
})

/** A request as staff read it. */
export const shownRequest = async (keyring: Keyring, row: RequestRow): Promise<z.infer<typeof caseRequestSchema>> => ({
  ...staffHeadOf(row),
  ...(await textsOf(keyring, row)),
  answeredBy: row.answeredBy,
})
