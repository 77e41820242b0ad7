import { newId, type ServiceContext } from '@jiekun/worker'

/** The CloudEvents envelope of a new event of this service about a case. */
export const envelope = (ctx: ServiceContext, caseNumber: string, area: string) => ({
  specversion: '1.0' as const,
  id: newId(area),
  source: ctx.service,
  subject: caseNumber,
  time: ctx.now.toISOString(),
  area,
})
