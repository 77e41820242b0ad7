import { applicationStateSchema, memberSchema } from '@jiekun/schema'
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
import * as z from 'zod'
import { type ApplicationRow, moveStatements } from '../applications/store.ts'
import type { ConsentRefusal } from '../consents/change-consent.ts'
import { openCase } from '../privacy/open-case.ts'
import { mayAsk } from '../requests/may-ask.ts'
import { reportChange } from '../requests/report-change.ts'
import { storedConsents } from './kept-consents.ts'

/**
 * Takes the consent of a guardian for one member back, or gives it again, for the holder of the access code. From then on
 * departments are told nothing of that member. What follows for the household is for people to decide: while the case is
 * open or followed, the staff get it as a reported change.
 */
export async function changeGuardianConsent(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string; memberId: string; gives: boolean },
): Promise<Result<'changed' | 'so-already', ConsentRefusal>> {
  const opened = await openCase(ctx, input)
  if (!opened.ok) return opened
  const application = opened.value
  if (application.erasedAt !== null) return refuse({ reason: 'erased' })
  // Another version would leave the determination that is on its way without its application.
  if (application.state === 'submitted') return refuse({ reason: 'being-determined' })
  const { memberId, gives } = input
  const stored = storedConsents(application)
  const last = stored.findLast((each) => each.memberId === memberId)
  if (!last || (last.withdrawnAt === undefined) === gives) return ok('so-already')
  const now = ctx.now.toISOString()
  const { withdrawnAt: _before, ...again } = last
  const changed = gives
    ? [...stored, { ...again, at: now }]
    : stored.map((each) => (each === last ? { ...each, withdrawnAt: now } : each))
  const name = gives ? 'guardian.given' : 'guardian.withdrawn'
  const { id: applicationId, countyCode, state } = application
  const at = ctx.now.getTime()
  const report = gives ? undefined : await reportOf(ctx, application, memberId)
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, application, {
          step: gives ? 'consent.given' : 'consent.withdrawn',
          state,
          at,
          actor: 'public',
          set: { guardianConsents: JSON.stringify(changed) },
        }),
        insertRow(ctx.db, timeline, {
          id: newId(countyCode),
          applicationId,
          at,
          type: name,
          data: JSON.stringify({ memberId }),
        }),
        ...(report?.statements ?? []),
      ],
      events: report?.events ?? [],
      audit: [{ action: name, subject: applicationId, area: countyCode }, ...(report?.audit ?? [])],
    })
  } catch (error) {
    const isRace = ['application_transitions.application_id', 'case_requests'].some((key) => violates(error, key))
    if (isRace) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok('changed')
}

/** What the staff are told, where the case is one that they still act on. */
function reportOf(ctx: ServiceContext, application: ApplicationRow, memberId: string) {
  const state = applicationStateSchema.parse(application.state)
  if (!mayAsk({ state, erasedAt: application.erasedAt, since: 0 }, dayInChina(ctx.now)).includes('change')) {
    return undefined
  }
  const members = z.array(memberSchema).parse(JSON.parse(application.members))
  const position = members.findIndex((member) => member.memberId === memberId)
  const who = `第 ${position + 1} 位成员（${members[position]?.birthDate ?? ''} 出生）`
  return reportChange(
    ctx,
    application,
    `监护人撤回了对家庭${who}个人信息的同意。部门已看不到这位成员的信息；请与申请人核实后更正家庭成员，并告知对认定和帮扶的影响。`,
  )
}
