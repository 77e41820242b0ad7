import { areaWithin, officeIdOf } from '@jiekun/schema'
import type { officeOperations } from '@jiekun/schema/api'
import { commit, created, dayInChina, ProblemError, type ServiceContext, staffOf, violates } from '@jiekun/worker'
import type * as z from 'zod'
import { rulesBy } from '../routing/store.ts'
import { firstFields, newOffice, refuseUnknownMeasures } from './edit-office.ts'
import { leadsOn } from './served-measures.ts'
import { newOfficeStatements } from './store.ts'
import { shownOffice } from './views.ts'

type NewOffice = z.output<(typeof officeOperations.createOffice)['body']>

/** Puts an office into the directory. Ends the request with 409 where its department and area have one. */
export async function createOffice(ctx: ServiceContext, asked: NewOffice) {
  const { department, area: areaCode, ...fields } = asked
  if (!areaWithin(staffOf(ctx).area, areaCode)) throw new ProblemError('not-allowed', 'The area is not yours')
  refuseUnknownMeasures(fields.measures)
  const row = newOffice({ id: officeIdOf(department, areaCode), department, areaCode, ...fields })
  const today = dayInChina(ctx.now)
  const leads = leadsOn(await rulesBy(ctx, today), today)
  const answer = created(shownOffice(row, leads), `/offices/${row.id}`, row.version)
  try {
    await commit(ctx, {
      statements: newOfficeStatements(ctx, row, firstFields(row)),
      audit: [{ action: 'office.created', subject: row.id, area: areaCode }],
      answer,
    })
  } catch (error) {
    if (violates(error, 'offices.')) throw new ProblemError('wrong-state', 'The department has an office there')
    throw error
  }
  return answer
}
