import {
  consentVersion,
  type KeptConsent,
  keptConsentSchema,
  sharingConsent,
  type withdrawableConsentSchema,
} from '@jiekun/schema'
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

/** What a consent is to; `department`: to sharing with that one alone, while the one to share with all of them holds. */
export interface ConsentTo {
  purpose: z.infer<typeof withdrawableConsentSchema>
  department?: string | undefined
}

/** The consent that holds for a purpose. */
const holding = (kept: readonly KeptConsent[], { purpose, department }: ConsentTo): KeptConsent | undefined =>
  department === undefined
    ? kept.find((each) => each.purpose === purpose && each.department === undefined && each.withdrawnAt === undefined)
    : sharingConsent(kept, department)

/** The consents with one given again or taken back. `at`: ISO moment. */
function changedConsents(kept: KeptConsent[], { gives, at, ...to }: ConsentTo & { gives: boolean; at: string }) {
  if (gives) return [...kept, { ...to, version: consentVersion, at }]
  const taken = holding(kept, to)
  if (taken === undefined) return kept
  // The consent to share with all departments goes on; that this one is left out is kept beside it.
  if (taken.department !== to.department) return [...kept, { ...taken, ...to, withdrawnAt: at }]
  return kept.map((each) => (each === taken ? { ...each, withdrawnAt: at } : each))
}

/**
 * Takes a consent back, or gives it again, for the holder of the access code (个人信息保护法 第十五条). It holds from now on:
 * what went out before stays as it was. Where it is so already nothing changes.
 */
export async function changeConsent(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string; gives: boolean } & ConsentTo,
): Promise<Result<'changed' | 'so-already', ConsentRefusal>> {
  const opened = await openCase(ctx, input)
  if (!opened.ok) return opened
  const application = opened.value
  if (application.erasedAt !== null) return refuse({ reason: 'erased' })
  // Another version would leave the determination that is on its way without its application.
  if (application.state === 'submitted') return refuse({ reason: 'being-determined' })
  const { gives, purpose, department } = input
  const to: ConsentTo = department === undefined ? { purpose } : { purpose, department }
  const kept = keptConsentsOf(application)
  if ((holding(kept, to) !== undefined) === gives) return ok('so-already')
  // Taken back as a whole meanwhile, it is not given again by the way.
  if (department !== undefined && holding(kept, { purpose }) === undefined)
    return refuse({ reason: 'changed-meanwhile' })
  const changed = changedConsents(kept, { ...to, gives, at: ctx.now.toISOString() })
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
          type: `${name}.${department === undefined ? purpose : 'department'}`,
          data: JSON.stringify(to),
        }),
      ],
      audit: [
        {
          action: [name, purpose, department].filter((part) => part !== undefined).join(':'),
          subject: applicationId,
          area: countyCode,
        },
      ],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id')) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok('changed')
}
