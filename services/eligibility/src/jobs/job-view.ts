import { type Job, jobStateSchema } from '@jiekun/schema/api'
import type { JobRow } from './store.ts'

/** A job as its creator sees it. */
export const shownJob = ({ id, state, total, done, createdAt, endedAt, expiresAt }: JobRow): Job => ({
  id,
  kind: 'simulation',
  state: jobStateSchema.parse(state),
  total,
  done,
  percent: Math.floor((done * 100) / total),
  createdAt: new Date(createdAt).toISOString(),
  endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
})
