import { documentNames, emergencyMeasures, needsOf } from '@jiekun/policy'
import {
  applicantIdentitySchema,
  factsSchema,
  keptConsentSchema,
  maskedIdentitySchema,
  memberSchema,
  type ReferralState,
  sharingConsent,
} from '@jiekun/schema'
import type { Particulars } from '@jiekun/schema/api'
import { commit, dayInChina, identityPlace, newId, ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import * as z from 'zod'
import { disclosureStatements } from '../disclosures/store.ts'
import { stateOf } from '../states/move-referral.ts'
import {
  chosenFacts,
  chosenIdentity,
  chosenMembers,
  meantMembers,
  tellableMembers,
  toldFields,
  toldIdentity,
} from './choose-particulars.ts'
import { type ForParticulars, findForParticulars } from './store.ts'

/** States in which the office has something to do with the person. Once it has declined, or all is over, it has not. */
const readableStates: readonly ReferralState[] = [
  'created',
  'sent',
  'received',
  'accepted',
  'in_progress',
  'returned',
  'delivered',
]

const consentsSchema = z.array(keptConsentSchema)
const guardianConsentsSchema = z.array(z.object({ memberId: z.string(), withdrawnAt: z.string().optional() }))
const idsSchema = z.array(z.string())
const membersSchema = z.array(memberSchema)

/**
 * Tells the office that has a referral what it needs to do its measure, and nothing else. Who asked, what was told, to whom
 * and on which ground is stored in one batch before anything sealed is opened, each time anew: a reading that then fails is
 * on the person's page too, one that is not there has not happened. Ends the request with 404, 403, 409 or 410.
 */
export async function readParticulars(ctx: ServiceContext, referralId: string): Promise<Particulars> {
  const own = await findOwn(ctx, referralId)
  const { referral, application } = own
  const { planId: caseNumber, countyCode, officeId, measure, clause, version } = referral
  const ground = groundOf(own)
  const needs = needsOf(measure)
  const members = tellableMembers(
    membersSchema.parse(JSON.parse(application.members)),
    guardianConsentsSchema.parse(JSON.parse(application.guardianConsents)),
  )
  const meant = meantMembers(needs.members, idsSchema.parse(JSON.parse(referral.memberIds)), members)
  const identity = toldIdentity(needs, meant, maskedIdentitySchema.parse(JSON.parse(application.identityMasked)))
  const fields = toldFields(needs, identity, meant)

  await commit(ctx, {
    // A request id may come from outside; a second reading under the same must be a second disclosure.
    statements: disclosureStatements(ctx, [
      { sourceId: newId(countyCode), caseNumber, countyCode, officeId, clause, measures: [measure], fields },
    ]),
    audit: [
      {
        action: `particulars.read:${fields.slice(4).join(',')}`,
        subject: caseNumber,
        area: countyCode,
        reason: [referralId, ground.basis, ctx.reason].filter((part) => part !== undefined).join(' · '),
      },
    ],
  })
  const opened = await ctx.keyring.unseal(application.identitySealed, identityPlace(caseNumber))
  return {
    referralId,
    caseNumber,
    countyCode,
    measure,
    clause,
    state: stateOf(referral),
    version,
    asOf: dayInChina(new Date(application.submittedAt)),
    why: needs.why,
    fields,
    ...ground,
    applicant: chosenIdentity(identity, applicantIdentitySchema.parse(JSON.parse(opened))),
    facts: chosenFacts(needs.household, factsSchema.parse(JSON.parse(application.facts))),
    members: chosenMembers(needs.member, meant),
    documents: needs.documents.map((code) => ({ code, ...documentNames[code] })),
  }
}

/** A referral that the office which asks has now, and may still read of. */
async function findOwn(ctx: ServiceContext, referralId: string): Promise<ForParticulars> {
  const { officeId, referralIds } = staffOf(ctx)
  // A token opens what it names, whatever else its office has.
  if (officeId === undefined || referralIds?.includes(referralId) === false) throw new ProblemError('not-found')
  const found = await findForParticulars(ctx, referralId, officeId)
  if (!found) throw new ProblemError('not-found')
  const { referral, application, cooperates } = found
  if (referral.officeId !== officeId) {
    if (!cooperates) throw new ProblemError('not-found')
    // What its part needs the lead knows and passes on; so nobody is told of a person without having to act for them.
    throw new ProblemError('not-allowed', 'The office that leads tells those that cooperate what their part needs')
  }
  if (application.erasedAt !== null) throw new ProblemError('data-erased')
  const state = stateOf(referral)
  if (!readableStates.includes(state)) {
    throw new ProblemError('wrong-state', `The referral is ${state}`, { extra: { state, version: referral.version } })
  }
  return found
}

/** On what ground it is told: the separate consent (个人信息保护法 23), for emergency aid also the statutory duty (13). */
function groundOf({
  referral: { measure },
  application: { consents },
  department,
}: ForParticulars): Pick<Particulars, 'basis' | 'consentVersion'> {
  const consent = sharingConsent(consentsSchema.parse(JSON.parse(consents)), department)
  if (consent) return { basis: 'consent', consentVersion: consent.version }
  if (emergencyMeasures.includes(measure)) return { basis: 'statutory_duty', consentVersion: null }
  throw new ProblemError('consent-missing')
}
