import { caseRequests, timeline } from '@jiekun/schema/tables/registration'
import { type Change, dayInChina, insertRow, newId, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq } from 'drizzle-orm'
import type { ApplicationRow } from '../applications/store.ts'
import { answerDueOn } from './may-ask.ts'
import { appendStatements, insertRequest, sinceWhen } from './store.ts'
import { textPlace } from './views.ts'

/**
 * What puts a change that the applicant has made before the staff, for the batch of that change: a request of its own, or a
 * line more in the one that is open already.
 */
export async function reportChange(
  ctx: ServiceContext,
  { id: applicationId, countyCode }: Pick<ApplicationRow, 'id' | 'countyCode'>,
  text: string,
): Promise<Change> {
  const [[open], { calendar }] = await Promise.all([
    queries(ctx.db)
      .select()
      .from(caseRequests)
      .where(
        and(
          eq(caseRequests.applicationId, applicationId),
          eq(caseRequests.kind, 'change'),
          eq(caseRequests.state, 'open'),
        ),
      ),
    sinceWhen(ctx, applicationId),
  ])
  if (open) {
    const before = await ctx.keyring.unseal(open.textSealed, textPlace(open.id))
    const textSealed = await ctx.keyring.seal(`${before}\n${text}`, textPlace(open.id))
    return { statements: appendStatements(ctx, open, textSealed), audit: [] }
  }
  const [id, eventId] = [newId(countyCode), newId(countyCode)]
  const at = ctx.now.getTime()
  return {
    statements: [
      insertRequest(ctx, {
        id,
        applicationId,
        countyCode,
        kind: 'change',
        state: 'open',
        version: 1,
        textSealed: await ctx.keyring.seal(text, textPlace(id)),
        madeAt: at,
        dueOn: answerDueOn(calendar, 'change', dayInChina(ctx.now)),
        outcome: null,
        answerSealed: null,
        answeredAt: null,
        answeredBy: null,
      }),
      insertRow(ctx.db, timeline, {
        id: eventId,
        applicationId,
        at,
        type: 'request.made.change',
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
        data: { requestId: id, kind: 'change' },
      },
    ],
    audit: [{ action: 'request.made:change', subject: applicationId, area: countyCode }],
  }
}
