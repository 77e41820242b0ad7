import { privacyOperations as api } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve, staffOf, tagged } from '@jiekun/worker'
import { loadWithin } from '../applications/store.ts'
import { correctApplication } from './correct-application.ts'
import { eraseApplication } from './erase-application.ts'
import { exportForPerson, exportForStaff } from './export-person.ts'
import { openCase } from './open-case.ts'
import { take } from './refusals.ts'

/** What a person may ask for of what is held on them, by themselves or through staff: a copy, a correction, the end of it. */
export const privacyRoutes = apiRoutes(
  serve(api.exportPerson, async (ctx, { params, body }) => take(await exportForStaff(ctx, { ...params, ...body }))),
  serve(api.exportOwnData, async (ctx, { body }) => take(await exportForPerson(ctx, body))),
  serve(api.correctApplication, async (ctx, { params, body, ifMatch }) => {
    const application = await loadWithin(ctx.db, params.caseNumber, staffOf(ctx))
    if (!application) throw new ProblemError('not-found')
    const corrected = take(await correctApplication(ctx, application, { correction: body, ifMatch }))
    return tagged(corrected, corrected.version)
  }),
  serve(api.correctOwnApplication, async (ctx, { body: { caseNumber, accessCode, ...correction }, ifMatch }) => {
    const application = take(await openCase(ctx, { caseNumber, accessCode }))
    const corrected = take(await correctApplication(ctx, application, { correction, ifMatch }))
    return tagged(corrected, corrected.version)
  }),
  serve(api.eraseApplication, async (ctx, { params, body, ifMatch }) => {
    const erased = take(await eraseApplication(ctx, { ...params, ...body, ifMatch }))
    return tagged(erased, erased.version)
  }),
)
