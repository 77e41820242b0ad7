import { regionCode } from '@jiekun/schema'
import { commit, dayInChina, type ServiceContext } from '@jiekun/worker'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { soonDays } from './counts.ts'
import { digestPage, digestStatement, loadUndigested } from './store.ts'

/** Pages that one tick of the cron takes at most. */
const pages = 5
/** The hour in China from which a day's digests are written. */
const firstHour = 8

const hourInChina = (now: Date): number => new Date(now.getTime() + 8 * 3_600_000).getUTCHours()

/**
 * Writes what each office without a system has before it on a working day, once a day, from 08:00 on; an office that
 * gets its first referral later in the day has its digest then. Two ticks at once write the same rows, of which one stays.
 */
export async function writeDigests(ctx: ServiceContext): Promise<void> {
  if (hourInChina(ctx.now) < firstHour) return
  const calendar = calendarWith(await announcedYears(ctx))
  const today = dayInChina(ctx.now)
  if (!calendar.isWorkday(today)) return
  const soon = calendar.after(today, soonDays).day
  for (let page = 0; page < pages; page++) {
    const digests = await loadUndigested(ctx, { today, soon })
    if (digests.length === 0) return
    await commit(ctx, {
      statements: [digestStatement(ctx, today, digests)],
      audit: [{ action: 'digests.written', subject: `${digests.length}`, area: regionCode }],
    })
    if (digests.length < digestPage) return
  }
}
