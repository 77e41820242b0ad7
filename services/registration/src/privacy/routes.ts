import { privacyOperations as api } from '@jiekun/schema/api'
import { apiRoutes, ProblemError, serve, staffOf, tagged } from '@jiekun/worker'
import { loadWithin } from '../applications/store.ts'
import { listCorrections } from '../own-correction/list-corrections.ts'
import { declarationSigned } from '../own-correction/send-correction.ts'
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
  serve(api.listCorrections, async (ctx, { params }) => ({
    items: take(await listCorrections(ctx, params.caseNumber)),
  })),
  serve(api.correctOwnApplication, async (ctx, { body, ifMatch }) => {
    const { caseNumber, accessCode, declaration, ...correction } = body
    const application = take(await openCase(ctx, { caseNumber, accessCode }))
    const also = declaration ? { also: { statements: [], audit: [declarationSigned(application)] } } : {}
    const corrected = take(await correctApplication(ctx, application, { correction, ifMatch, ...also }))
    return tagged(corrected, corrected.version)
  }),
  serve(api.eraseApplication, async (ctx, { params, body, ifMatch }) => {
    const erased = take(await eraseApplication(ctx, { ...params, ...body, ifMatch }))
    return tagged(erased, erased.version)
  }),
)
