import { consentVersion, type KeptConsent, keptConsentSchema, type withdrawableConsentSchema } from '@jiekun/schema'
import { timeline } from '@jiekun/schema/tables/registration'
import { commit, insertRow, newId, ok, type Result, refuse, type ServiceContext, violates } from '@jiekun/worker'
import * as z from 'zod'
import { type ApplicationRow, moveStatements } from '../applications/store.ts'
import { openCase } from '../privacy/open-case.ts'

export type ConsentRefusal =
  | { reason: 'case-not-found' }
  | { reason: 'erased' }
  | { reason: 'being-determined' }
  | { reason: 'changed-meanwhile' }

const keptSchema = z.array(keptConsentSchema)

/** The consents of a case, as they are kept. */
export const keptConsentsOf = ({ consents }: Pick<ApplicationRow, 'consents'>): KeptConsent[] =>
  keptSchema.parse(JSON.parse(consents))

type Purpose = z.infer<typeof withdrawableConsentSchema>

/**
 * Takes a consent back, or gives it again, for the holder of the access code (个人信息保护法 第十五条). It holds from now on:
 * what went out before stays as it was. Where it is so already nothing changes.
 */
export async function changeConsent(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string; purpose: Purpose; gives: boolean },
): Promise<Result<'changed' | 'so-already', ConsentRefusal>> {
  const opened = await openCase(ctx, input)
  if (!opened.ok) return opened
  const application = opened.value
  if (application.erasedAt !== null) return refuse({ reason: 'erased' })
  // Another version would leave the determination that is on its way without its application.
  if (application.state === 'submitted') return refuse({ reason: 'being-determined' })
  const { purpose, gives } = input
  const kept = keptConsentsOf(application)
  const holds = kept.some((each) => each.purpose === purpose && each.withdrawnAt === undefined)
  if (holds === gives) return ok('so-already')
  const now = ctx.now.toISOString()
  const changed: KeptConsent[] = gives
    ? [...kept, { purpose, version: consentVersion, at: now }]
    : kept.map((each) =>
        each.purpose === purpose && each.withdrawnAt === undefined ? { ...each, withdrawnAt: now } : each,
      )
  const { id: applicationId, countyCode, state } = application
  const name = gives ? 'consent.given' : 'consent.withdrawn'
  const at = ctx.now.getTime()
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, application, {
          step: name,
          state,
          at,
          actor: 'public',
          set: { consents: JSON.stringify(changed) },
        }),
        insertRow(ctx.db, timeline, {
          id: newId(countyCode),
          applicationId,
          at,
          type: `${name}.${purpose}`,
          data: JSON.stringify({ purpose }),
        }),
      ],
      audit: [{ action: `${name}:${purpose}`, subject: applicationId, area: countyCode }],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id')) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok('changed')
}
