import { dutySchema, type StaffActor } from '@jiekun/schema'
import type { stalledReferralSchema } from '@jiekun/schema/api'
import { dayInChina, ProblemError, type ServiceContext } from '@jiekun/worker'
import type * as z from 'zod'
import { stateOf } from '../states/move-referral.ts'
import { stallsOf } from './stalls-of.ts'
import { loadStalled, type Stalled, type StalledCursor } from './store.ts'

type StalledReferral = z.infer<typeof stalledReferralSchema>

/** A page of the referrals within reach that stall, with who must act on each. */
export async function listStalled(
  ctx: ServiceContext,
  actor: StaffActor,
  query: { areaCode?: string | undefined; officeId?: string | undefined; after?: string | undefined; limit: number },
): Promise<{ items: StalledReferral[]; next: string | null }> {
  const today = dayInChina(ctx.now)
  const { calendar, page } = await loadStalled(ctx, actor, { ...query, after: cursorOf(query.after), today })
  const items = page.map(({ row, facts }) => shown(row, stallsOf(calendar, row, facts, today)))
  const last = items.at(-1)
  return { items, next: last && page.length === query.limit ? `${last.dueOn}~${last.referralId}` : null }
}

function shown(row: Stalled['row'], stalls: StalledReferral['stalls']): StalledReferral {
  const { id: referralId, planId: caseNumber, countyCode, measure, clause, emergency, version, officeId } = row
  return {
    referralId,
    caseNumber,
    countyCode,
    measure,
    clause,
    emergency,
    state: stateOf(row),
    version,
    officeId,
    duty: dutySchema.parse(row.duty),
    dueOn: row.dueOn ?? '',
    dueKnown: row.dueKnown,
    escalations: row.escalations,
    stalls,
  }
}

function cursorOf(after: string | undefined): StalledCursor | undefined {
  if (after === undefined) return undefined
  const [, dueOn, id] = /^(\d{4}-\d\d-\d\d)~([\w-]{1,64})$/.exec(after) ?? []
  if (dueOn === undefined || id === undefined) {
    const errors = [{ path: 'after', message: 'is not a cursor of this list' }]
    throw new ProblemError('invalid-input', undefined, { errors })
  }
  return { dueOn, id }
}
