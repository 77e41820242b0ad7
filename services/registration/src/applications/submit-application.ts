import { type FieldError, keptConsents, maskIdentity, type NewApplication, type Receipt } from '@jiekun/schema'
import { applicationTransitions, timeline } from '@jiekun/schema/tables/registration'
import {
  commit,
  created,
  dayInChina,
  identityPlace,
  insertRow,
  newCaseNumber,
  newId,
  ok,
  type Result,
  refuse,
  type ServiceContext,
} from '@jiekun/worker'
import { grantAgent } from '../agents/grant-agent.ts'
import { attachStatement } from '../documents/store.ts'
import { guardianFaults } from '../guardians/guarded-members.ts'
import { sealConsents } from '../guardians/kept-consents.ts'
import { submittedTerms } from '../search/terms.ts'
import { termsStatement } from '../search/terms-store.ts'
import { findShown } from '../twins/find-shown.ts'
import { insertInTurn } from '../twins/store.ts'
import { spacedAccessCode } from './access-code.ts'

export interface SubmitInput {
  application: NewApplication
  /** Access code of the person's open case, by which its holder learns that it is open. */
  existingAccessCode?: string | undefined
  /** The form that it comes from, whose documents become those of the case. */
  draftId?: string
}

export type SubmitRefusal =
  | { reason: 'already-open'; caseNumber: string }
  | { reason: 'born-later'; errors: FieldError[] }
  | { reason: 'no-guardian'; errors: FieldError[] }
  | { reason: 'agent-unknown' }

/**
 * Takes an application in: sealed, indexed and stored with its event in one batch, which is also what finds a repeated
 * request. Where its person has an open one it waits for its turn, and the answer is the same: whoever knows an ID number
 * learns nothing by applying under it.
 */
export async function submitApplication(
  ctx: ServiceContext,
  input: SubmitInput,
): Promise<Result<Receipt, SubmitRefusal>> {
  const { application } = input
  const { keyring, db } = ctx
  const { identity, countyCode } = application
  const today = dayInChina(ctx.now)
  const errors = application.members.flatMap(({ birthDate }, index) =>
    birthDate > today ? [{ path: `members.${index}.birthDate`, message: 'must not be in the future' }] : [],
  )
  if (errors.length > 0) return refuse({ reason: 'born-later', errors })
  const unguarded = guardianFaults(application.members, application.guardianConsents, today)
  if (unguarded.length > 0) return refuse({ reason: 'no-guardian', errors: unguarded })
  const caseNumber = newCaseNumber(countyCode, today)
  const granted = application.agent && (await grantAgent(ctx, caseNumber, application.agent))
  if (granted && !granted.ok) return refuse({ reason: 'agent-unknown' })
  const at = ctx.now.getTime()
  const [personIndex, phoneIndex, identitySealed, accessCode, terms, guardianConsents] = await Promise.all([
    keyring.blindIndex('person', identity.idNumber),
    keyring.blindIndex('phone', identity.phone),
    keyring.seal(JSON.stringify(identity), identityPlace(caseNumber)),
    keyring.accessCode(caseNumber, keyring.currentAccessKey),
    submittedTerms(keyring, identity.name, application.facts),
    sealConsents(keyring, caseNumber, {
      members: application.members,
      consents: application.guardianConsents,
      day: today,
      at: ctx.now.toISOString(),
    }),
  ])
  const nobodys = newCaseNumber(countyCode, today)
  const shown = await findShown(ctx, { personIndex, accessCode: input.existingAccessCode, nobodys })
  if (shown !== undefined) return refuse({ reason: 'already-open', caseNumber: shown })
  const eventId = newId(countyCode)
  const statements = [
    insertInTurn(db, {
      id: caseNumber,
      countyCode,
      state: 'submitted',
      version: 1,
      facts: JSON.stringify(application.facts),
      members: JSON.stringify(application.members),
      consents: JSON.stringify(keptConsents(application.consents, ctx.now.toISOString())),
      guardianConsents: JSON.stringify(guardianConsents),
      language: application.language,
      identitySealed,
      identityMasked: JSON.stringify(maskIdentity(identity)),
      personIndex,
      phoneIndex,
      accessKeyId: keyring.currentAccessKey,
      submittedAt: at,
    }),
    termsStatement(db, { id: caseNumber, countyCode, submittedAt: at }, terms),
    insertRow(db, applicationTransitions, {
      applicationId: caseNumber,
      sequence: 1,
      step: 'submit',
      state: 'submitted',
      at,
      actor: 'public',
    }),
    insertRow(db, timeline, { id: eventId, applicationId: caseNumber, at, type: 'application.submitted', data: '{}' }),
  ]
  if (granted) statements.push(...granted.value.statements)
  if (input.draftId !== undefined) statements.push(attachStatement(db, input.draftId, caseNumber))
  const receipt: Receipt = {
    caseNumber,
    accessCode: spacedAccessCode(accessCode),
    state: 'submitted',
    submittedAt: ctx.now.toISOString(),
    ...(granted ? { agent: granted.value.told } : {}),
  }
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
    answer: created(receipt, `/applications/${caseNumber}`),
  })
  return ok(receipt)
}
