import { ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { holdsAccessCode, normaliseCaseNumber } from '../applications/access-code.ts'
import type { ApplicationRow } from '../applications/store.ts'
import { loadApplication } from './store.ts'

/** The application that a case number and its access code open. An unknown case and a wrong code are told apart by nothing. */
export async function openCase(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string },
): Promise<Result<ApplicationRow, { reason: 'case-not-found' }>> {
  const caseNumber = normaliseCaseNumber(input.caseNumber)
  const application = await loadApplication(ctx.db, caseNumber)
  const keyId = application?.accessKeyId ?? ctx.keyring.currentAccessKey
  const opens = await holdsAccessCode(ctx, caseNumber, keyId, input.accessCode)
  return application && opens ? ok(application) : refuse({ reason: 'case-not-found' })
}
