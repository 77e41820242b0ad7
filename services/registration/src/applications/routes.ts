import { applicationOperations as api } from '@jiekun/schema/api'
import { apiRoutes, created, serve, tagged } from '@jiekun/worker'
import { confirmHelp } from '../status/confirm-help.ts'
import { readApplication } from './read-application.ts'
import { readCase } from './read-case.ts'
import { take } from './refusals.ts'
import { revealIdentity } from './reveal-identity.ts'
import { submitApplication } from './submit-application.ts'

/** `/api/v1/applications` and `/api/v1/status`: applicants submit and follow, staff read. */
export const applicationRoutes = apiRoutes(
  serve(api.submitApplication, async (ctx, { body, headers }) => {
    const input = { application: body, existingAccessCode: headers['access-code'] }
    const receipt = take(await submitApplication(ctx, input))
    return created(receipt, `/applications/${receipt.caseNumber}`)
  }),
  serve(api.readApplication, async (ctx, { params }) => {
    const found = take(await readApplication(ctx, params.caseNumber))
    return tagged(found, found.application.version)
  }),
  serve(api.revealIdentity, async (ctx, { params, body }) => take(await revealIdentity(ctx, params.caseNumber, body))),
  serve(api.readCaseStatus, async (ctx, { body }) => {
    const found = take(await readCase(ctx, body))
    return tagged(found, found.version)
  }),
  serve(api.confirmHelp, async (ctx, { body }) => {
    take(await confirmHelp(ctx, body))
    return { taken: true as const }
  }),
)
