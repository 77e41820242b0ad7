import type { Event } from '@jiekun/schema'
import { timeline } from '@jiekun/schema/tables/registration'
import { commit, insertRow, type ServiceContext, violates } from '@jiekun/worker'
import { mostTold } from './bounds.ts'
import { loadUntold, toldStatement } from './store.ts'

/** Twins that one tick of the cron tells of. */
const atOnce = 50

/**
 * Tells the contacts of a person's open applications that another one came under the same ID number, and on which day, and
 * no more. Whether an application goes forward or waits makes no difference to what it hears.
 */
export async function tellOthers(ctx: ServiceContext): Promise<void> {
  const untold = await loadUntold(ctx.db, atOnce)
  if (untold.length === 0) return
  const heard = new Map<string, number>()
  const statements: D1PreparedStatement[] = []
  const events: Event[] = []
  for (const { twin, submittedAt, other, countyCode, heard: before } of untold) {
    if (other === null || countyCode === null) continue
    const count = heard.get(other) ?? before
    if (count >= mostTold) continue
    heard.set(other, count + 1)
    // Always the same of two applications, so that of two ticks the second fails; and it names neither to the other.
    const digest = await ctx.keyring.blindIndex('twin', `${other} ${twin}`)
    const id = `${countyCode.slice(0, 4)}-${digest.slice(0, 26)}`
    const type = 'application.twinned'
    statements.push(insertRow(ctx.db, timeline, { id, applicationId: other, at: submittedAt, type, data: '{}' }))
    const time = new Date(submittedAt).toISOString()
    events.push({
      specversion: '1.0',
      id,
      source: ctx.service,
      type,
      subject: other,
      area: countyCode,
      time,
      data: {},
    })
  }
  const twins = [...new Set(untold.map(({ twin }) => twin))]
  try {
    await commit(ctx, {
      statements: [...statements, toldStatement(ctx.db, twins, ctx.now.getTime())],
      events,
      audit: events.map(({ type, subject, area }) => ({ action: type, subject, area })),
    })
  } catch (error) {
    if (!violates(error, 'timeline.id')) throw error
  }
}
