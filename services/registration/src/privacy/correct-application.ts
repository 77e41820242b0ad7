import { workingCalendar } from '@jiekun/calendar'
import {
  type ApplicantIdentity,
  type ApplicationState,
  applicantIdentitySchema,
  applicationStateSchema,
  disagreements,
  type FieldError,
  factsSchema,
  maskIdentity,
  memberSchema,
} from '@jiekun/schema'
import type { Correction } from '@jiekun/schema/api'
import { corrections, timeline } from '@jiekun/schema/tables/registration'
import {
  type Change,
  commit,
  dayInChina,
  identityPlace,
  insertRow,
  newId,
  ok,
  type Result,
  refuse,
  requireVersion,
  type ServiceContext,
  violates,
} from '@jiekun/worker'
import * as z from 'zod'
import { type ApplicationRow, moveStatements } from '../applications/store.ts'
import { guardianFaults } from '../guardians/guarded-members.ts'
import { sealConsents, standingFor, storedConsents } from '../guardians/kept-consents.ts'
import { reviewCaseOf, reviewColumns } from '../review/store.ts'
import { takeStep } from '../review/transition.ts'
import { nameTokens } from '../search/name-tokens.ts'
import { causeTerms } from '../search/terms.ts'
import { replaceTermsStatements } from '../search/terms-store.ts'
import { rejoinStatement } from '../twins/store.ts'
import { applyCorrection, concernsPolicy, type Held } from './apply-correction.ts'
import { fileIndexStatement } from './store.ts'

export type CorrectRefusal =
  | { reason: 'erased' }
  | { reason: 'facts-decided'; state: string }
  | { reason: 'contradiction'; errors: FieldError[] }
  | { reason: 'other-person' }
  | { reason: 'changed-meanwhile' }

export interface CorrectedCase {
  caseNumber: string
  state: ApplicationState
  version: number
  fields: string[]
}

/** What goes into the batch of a correction besides it, such as the end of what it was typed in. */
export type AlsoStored = Pick<Change, 'statements' | 'audit'>

/**
 * Puts right what is held on a person, and keeps the values before sealed. Where facts change the application goes back
 * to the beginning, to be determined anew; who is still there gets its determination at the new version too.
 */
export async function correctApplication(
  ctx: ServiceContext,
  application: ApplicationRow,
  { correction, ifMatch, also }: { correction: Correction; ifMatch: number | undefined; also?: AlsoStored },
): Promise<Result<CorrectedCase, CorrectRefusal>> {
  requireVersion(ifMatch, application.version)
  if (application.erasedAt !== null) return refuse({ reason: 'erased' })
  const { held, fields, before } = applyCorrection(await openHeld(ctx, application), correction)
  const current = applicationStateSchema.parse(application.state)
  if (fields.length === 0) {
    return ok({ caseNumber: application.id, state: current, version: application.version, fields })
  }
  const isNew = concernsPolicy(fields)
  const day = dayInChina(ctx.now)
  const found = reviewCaseOf(application)
  const actor = 'id' in ctx.actor ? `${ctx.actor.kind}:${ctx.actor.id}` : ctx.actor.kind
  // A correction counts no days, so the library's calendar will do.
  const by = { id: actor, mayApprove: false, today: day, calendar: workingCalendar() }
  const taken = isNew ? takeStep(found, { step: 'correct' }, by) : ok(found)
  if (!taken.ok) return refuse({ reason: 'facts-decided', state: current })
  const stored = storedConsents(application)
  const consents = correction.guardianConsents ?? []
  const errors = [
    ...contradictions(held, application),
    // Nobody is asked for a consent by a correction of something else.
    ...(fields.includes('members') ? guardianFaults(held.members, consents, day, standingFor(stored)) : []),
  ]
  if (errors.length > 0) return refuse({ reason: 'contradiction', errors })

  const { state } = taken.value
  const { id: applicationId, countyCode } = application
  const version = application.version + 1
  const at = ctx.now.getTime()
  const [id, eventId] = [newId(countyCode), newId(countyCode)]
  const [identity, beforeSealed, name, newConsents] = await Promise.all([
    sealed(ctx, applicationId, held.identity),
    ctx.keyring.seal(JSON.stringify(before), beforePlace(id)),
    nameTokens(ctx.keyring, held.identity.name),
    sealConsents(ctx.keyring, applicationId, { members: held.members, consents, day, at: ctx.now.toISOString() }),
  ])
  const terms = { name, cause: causeTerms(held.facts), ...(isNew ? { group: [] } : {}) }
  // What an applicant writes may be personal: it stays out of the audit and of the history of states.
  const reason = ctx.actor.kind === 'staff' ? correction.reason : undefined
  try {
    await commit(ctx, {
      statements: [
        ...moveStatements(ctx.db, application, {
          step: isNew ? 'correct' : 'correct-identity',
          state,
          at,
          actor,
          reason,
          set: {
            ...identity,
            facts: JSON.stringify(held.facts),
            members: JSON.stringify(held.members),
            ...(newConsents.length > 0 ? { guardianConsents: JSON.stringify([...stored, ...newConsents]) } : {}),
            ...(isNew ? { determinationId: null, ...reviewColumns(application, taken.value, at) } : {}),
          },
        }),
        ...replaceTermsStatements(ctx.db, application, terms),
        ...(fields.includes('identity.idNumber')
          ? [fileIndexStatement(ctx.db, application, identity.personIndex), rejoinStatement(ctx.db, applicationId)]
          : []),
        insertRow(ctx.db, corrections, {
          id,
          applicationId,
          sequence: version,
          at,
          actor,
          fields: JSON.stringify(fields),
          beforeSealed,
          reason: correction.reason ?? null,
        }),
        insertRow(ctx.db, timeline, {
          id: eventId,
          applicationId,
          at,
          type: 'application.corrected',
          data: JSON.stringify({ fields, by: ctx.actor.kind }),
        }),
        ...(also?.statements ?? []),
      ],
      events: [
        {
          specversion: '1.0',
          id: eventId,
          source: 'registration',
          type: 'application.corrected',
          subject: applicationId,
          area: countyCode,
          time: ctx.now.toISOString(),
          data: { version },
        },
      ],
      audit: [
        { action: `application.corrected:${fields.join(',')}`, subject: applicationId, area: countyCode, reason },
        ...(also?.audit ?? []),
      ],
    })
  } catch (error) {
    if (violates(error, 'application_transitions.application_id')) return refuse({ reason: 'changed-meanwhile' })
    if (violates(error, 'person_index')) return refuse({ reason: 'other-person' })
    throw error
  }
  return ok({ caseNumber: applicationId, state, version, fields })
}

/** The place that the values before a correction are sealed for. */
export const beforePlace = (correctionId: string): string => `corrections.before:${correctionId}`

/** What is held on the person of an application and can be put right, opened. */
export async function openHeld(ctx: ServiceContext, application: ApplicationRow): Promise<Held> {
  const plain = await ctx.keyring.unseal(application.identitySealed, identityPlace(application.id))
  return {
    identity: applicantIdentitySchema.parse(JSON.parse(plain)),
    facts: factsSchema.parse(JSON.parse(application.facts)),
    members: z.array(memberSchema).parse(JSON.parse(application.members)),
  }
}

async function sealed({ keyring }: ServiceContext, caseNumber: string, identity: ApplicantIdentity) {
  const [identitySealed, personIndex, phoneIndex] = await Promise.all([
    keyring.seal(JSON.stringify(identity), identityPlace(caseNumber)),
    keyring.blindIndex('person', identity.idNumber),
    keyring.blindIndex('phone', identity.phone),
  ])
  return { identitySealed, identityMasked: JSON.stringify(maskIdentity(identity)), personIndex, phoneIndex }
}

/** What an application would be refused for, and a birth after the day whose facts count. */
function contradictions(held: Held, { submittedAt }: ApplicationRow): FieldError[] {
  const asOf = dayInChina(new Date(submittedAt))
  const bornLater = held.members.flatMap(({ birthDate }, index) =>
    birthDate > asOf
      ? [{ path: `members.${index}.birthDate`, message: 'must not be after the day of submission' }]
      : [],
  )
  const wrong = disagreements(held).map(({ path, message }) => ({ path: path.join('.'), message }))
  return [...wrong, ...bornLater]
}
