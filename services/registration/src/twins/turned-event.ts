import type { Event } from '@jiekun/schema'
import { newId, type ServiceContext } from '@jiekun/worker'
import type { ApplicationRow } from '../applications/store.ts'

/** The event that tells of an application whose turn it is from its next version on: aid that does not wait is referred now. */
export const turnedEvent = (
  ctx: ServiceContext,
  {
    id,
    countyCode,
    version,
    determinationId,
  }: Pick<ApplicationRow, 'id' | 'countyCode' | 'version' | 'determinationId'>,
): Event => ({
  specversion: '1.0',
  id: newId(countyCode),
  source: ctx.service,
  type: 'application.turned',
  subject: id,
  area: countyCode,
  time: ctx.now.toISOString(),
  data: { version: version + 1, determinationId },
})
