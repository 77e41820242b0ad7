import { type FieldError, maskIdentity, type NewApplication, type Receipt } from '@jiekun/schema'
import { applications, applicationTransitions, idempotencyKeys, timeline } from '@jiekun/schema/tables/registration'
import {
  commit,
  dayInChina,
  insertRow,
  newCaseNumber,
  newId,
  ok,
  type Result,
  refuse,
  type ServiceContext,
  violates,
} from '@jiekun/worker'
import { holdsAccessCode, spacedAccessCode } from './access-code.ts'
import { loadIdempotent, loadOpenOfPerson } from './store.ts'

export interface SubmitInput {
  application: NewApplication
  /** What the client sent to make a retry safe. */
  idempotencyKey?: string
  /** The request as it came: two requests under one key are the same when their texts are. */
  requestText: string
  /** Access code of the person's open case, by which its holder learns the case number. */
  existingAccessCode?: string
}

export type SubmitRefusal =
  | { reason: 'already-open'; caseNumber?: string }
  | { reason: 'idempotency-key-reused' }
  | { reason: 'born-later'; errors: FieldError[] }

/**
 * Takes an application in: sealed, indexed and stored with its event in one batch, which is also what finds a second
 * open application of the same person and a repeated request.
 */
export async function submitApplication(
  ctx: ServiceContext,
  input: SubmitInput,
): Promise<Result<Receipt, SubmitRefusal>> {
  const { application, idempotencyKey } = input
  const { keyring, db } = ctx
  const { identity, countyCode } = application
  const today = dayInChina(ctx.now)
  const errors = application.members.flatMap(({ birthDate }, index) =>
    birthDate > today ? [{ path: `members.${index}.birthDate`, message: 'must not be in the future' }] : [],
  )
  if (errors.length > 0) return refuse({ reason: 'born-later', errors })
  const caseNumber = newCaseNumber(countyCode, today)
  const at = ctx.now.getTime()
  const [personIndex, phoneIndex, identitySealed, keyHash, requestHash] = await Promise.all([
    keyring.blindIndex('person', identity.idNumber),
    keyring.blindIndex('phone', identity.phone),
    keyring.seal(JSON.stringify(identity), `applications.identity:${caseNumber}`),
    idempotencyKey === undefined ? undefined : keyring.blindIndex('idempotency', idempotencyKey),
    idempotencyKey === undefined ? '' : keyring.blindIndex('request', input.requestText),
  ])
  const eventId = newId(countyCode)
  const statements = [
    insertRow(db, applications, {
      id: caseNumber,
      countyCode,
      state: 'submitted',
      version: 1,
      facts: JSON.stringify(application.facts),
      members: JSON.stringify(application.members),
      consents: JSON.stringify(application.consents.map((consent) => ({ ...consent, at: ctx.now.toISOString() }))),
      language: application.language,
      identitySealed,
      identityMasked: JSON.stringify(maskIdentity(identity)),
      personIndex,
      phoneIndex,
      accessKeyId: keyring.currentAccessKey,
      submittedAt: at,
    }),
    insertRow(db, applicationTransitions, {
      applicationId: caseNumber,
      sequence: 1,
      state: 'submitted',
      at,
      actor: 'public',
    }),
    insertRow(db, timeline, { id: eventId, applicationId: caseNumber, at, type: 'application.submitted', data: '{}' }),
  ]
  // First, so that a repeated request is known as such and not taken for a second application.
  if (keyHash !== undefined) {
    statements.unshift(insertRow(db, idempotencyKeys, { keyHash, requestHash, applicationId: caseNumber, at }))
  }
  try {
    await commit(ctx, {
      statements,
      events: [
        {
          specversion: '1.0',
          id: eventId,
          source: 'registration',
          type: 'application.submitted',
          subject: caseNumber,
          area: countyCode,
          time: ctx.now.toISOString(),
          data: { version: 1 },
        },
      ],
      audit: [{ action: 'application.submitted', subject: caseNumber, area: countyCode }],
    })
  } catch (error) {
    if (keyHash !== undefined && violates(error, 'idempotency_keys.key_hash'))
      return answerAgain(ctx, keyHash, requestHash)
    if (violates(error, 'applications.person_index')) return refuseSecond(ctx, personIndex, input.existingAccessCode)
    throw error
  }
  const accessCode = spacedAccessCode(await keyring.accessCode(caseNumber, keyring.currentAccessKey))
  return ok({ caseNumber, accessCode, state: 'submitted', submittedAt: ctx.now.toISOString() })
}

/** The first answer once more. Its state is the one of then: an answer that is repeated does not change. */
async function answerAgain(
  ctx: ServiceContext,
  keyHash: string,
  requestHash: string,
): Promise<Result<Receipt, SubmitRefusal>> {
  const first = await loadIdempotent(ctx.db, keyHash)
  if (!first) throw new Error('an idempotency key points at no application')
  if (first.requestHash !== requestHash) return refuse({ reason: 'idempotency-key-reused' })
  const { id, accessKeyId, submittedAt } = first.application
  return ok({
    caseNumber: id,
    accessCode: spacedAccessCode(await ctx.keyring.accessCode(id, accessKeyId)),
    state: 'submitted',
    submittedAt: new Date(submittedAt).toISOString(),
  })
}

async function refuseSecond(
  ctx: ServiceContext,
  personIndex: string,
  existingAccessCode: string | undefined,
): Promise<Result<Receipt, SubmitRefusal>> {
  const open = await loadOpenOfPerson(ctx.db, personIndex)
  const isHolder =
    open !== undefined &&
    existingAccessCode !== undefined &&
    (await holdsAccessCode(ctx, open.id, open.accessKeyId, existingAccessCode))
  return refuse({ reason: 'already-open', ...(isHolder ? { caseNumber: open.id } : {}) })
}
