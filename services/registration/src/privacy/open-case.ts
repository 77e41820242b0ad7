import { ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import { normaliseCaseNumber, opensWith } from '../applications/access-code.ts'
import { requireFewWrong } from '../applications/code-attempts.ts'
import type { ApplicationRow } from '../applications/store.ts'
import { loadApplication } from './store.ts'

/** The application that a case number and its access code open. An unknown case and a wrong code are told apart by nothing. */
export async function openCase(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string },
): Promise<Result<ApplicationRow, { reason: 'case-not-found' }>> {
  const caseNumber = normaliseCaseNumber(input.caseNumber)
  const [application] = await Promise.all([loadApplication(ctx.db, caseNumber), requireFewWrong(ctx, caseNumber)])
  const opens = await opensWith(ctx, caseNumber, application, input.accessCode)
  return application && opens ? ok(application) : refuse({ reason: 'case-not-found' })
}
