import type { Event, NoticeType } from '@jiekun/schema'
import type { ServiceContext } from '@jiekun/worker'
import { envelope } from '../envelope.ts'

/** A webhook that is still to be written. */
export interface NewDelivery {
  id: string
  planId: string
  countyCode: string
  officeId: string
  type: NoticeType
  clause: string
  referralIds: string[]
  /** Of `referral.informed`: the task that it tells of. */
  taskId: string | null
}

/** The statements that store webhooks: one, or none where there are none. They go into one batch with {@link dueEvents}. */
export const deliveryStatements = (ctx: ServiceContext, made: readonly NewDelivery[]): D1PreparedStatement[] =>
  made.length === 0
    ? []
    : [
        ctx.db
          .prepare(
            `INSERT INTO deliveries (id, plan_id, county_code, office_id, type, clause, referral_ids, task_id, state,
               attempts, created_at)
             SELECT value->>'id', value->>'planId', value->>'countyCode', value->>'officeId', value->>'type',
               value->>'clause', value->>'referralIds', value->>'taskId', 'pending', 0, ?2 FROM json_each(?1)`,
          )
          .bind(JSON.stringify(made), ctx.now.getTime()),
      ]

/** The events that ask for the first attempt of webhooks. */
export const dueEvents = (ctx: ServiceContext, made: readonly NewDelivery[]): Event[] =>
  made.map(({ id, planId, countyCode }) => ({
    ...envelope(ctx, planId, countyCode),
    type: 'delivery.due',
    data: { deliveryId: id },
  }))
