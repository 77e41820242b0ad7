import { env } from 'cloudflare:workers'
import * as z from 'zod'
import { deadlines } from './deadlines.ts'

/** Working days of the public notice in this deployment. One that cannot be read keeps the Worker from starting. */
export const publicNoticeDays = z.coerce
  .number()
  .int()
  .min(0)
  .max(60)
  .default(deadlines.publicNotice.days)
  .parse(env.PUBLIC_NOTICE_DAYS)
