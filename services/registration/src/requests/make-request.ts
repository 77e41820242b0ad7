import { applicationStateSchema, type RequestKind } from '@jiekun/schema'
import { requestTextSchema } from '@jiekun/schema/api'
import { timeline } from '@jiekun/schema/tables/registration'
import {
  commit,
  dayInChina,
  insertRow,
  newId,
  ok,
  type Result,
  refuse,
  type ServiceContext,
  violates,
} from '@jiekun/worker'
import { openCase } from '../privacy/open-case.ts'
import { answerDueOn, mayAsk } from './may-ask.ts'
import { insertRequest, sinceWhen } from './store.ts'
import { textPlace } from './views.ts'

export type RequestRefusal =
  | { reason: 'case-not-found' }
  | { reason: 'empty' | 'too-long' }
  | { reason: 'not-now' }
  | { reason: 'asked-already' }

/** Takes an appeal or a reported change from the holder of the access code. */
export async function makeRequest(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string; kind: RequestKind; text: string },
): Promise<Result<{ dueOn: string }, RequestRefusal>> {
  const opened = await openCase(ctx, input)
  if (!opened.ok) return opened
  const text = requestTextSchema.safeParse(input.text)
  if (!text.success) return refuse({ reason: input.text.trim() === '' ? 'empty' : 'too-long' })
  const { id: applicationId, countyCode, state, erasedAt } = opened.value
  const today = dayInChina(ctx.now)
  const since = await sinceWhen(ctx, applicationId)
  const { kind } = input
  if (!mayAsk({ state: applicationStateSchema.parse(state), erasedAt, since }, today).includes(kind)) {
    return refuse({ reason: 'not-now' })
  }
  const [id, eventId] = [newId(countyCode), newId(countyCode)]
  const dueOn = answerDueOn(kind, today)
  const at = ctx.now.getTime()
  try {
    await commit(ctx, {
      statements: [
        insertRequest(ctx, {
          id,
          applicationId,
          countyCode,
          kind,
          state: 'open',
          version: 1,
          textSealed: await ctx.keyring.seal(text.data, textPlace(id)),
          madeAt: at,
          dueOn,
          outcome: null,
          answerSealed: null,
          answeredAt: null,
          answeredBy: null,
        }),
        insertRow(ctx.db, timeline, {
          id: eventId,
          applicationId,
          at,
          type: `request.made.${kind}`,
          data: JSON.stringify({ requestId: id }),
        }),
      ],
      events: [
        {
          specversion: '1.0',
          id: eventId,
          source: ctx.service,
          type: 'request.made',
          subject: applicationId,
          area: countyCode,
          time: ctx.now.toISOString(),
          data: { requestId: id, kind },
        },
      ],
      audit: [{ action: `request.made:${kind}`, subject: applicationId, area: countyCode }],
    })
  } catch (error) {
    // A second tap, or another browser.
    if (violates(error, 'case_requests.application_id')) return refuse({ reason: 'asked-already' })
    throw error
  }
  return ok({ dueOn })
}
