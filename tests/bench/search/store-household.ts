import type { DatabaseSync } from 'node:sqlite'
import { policyVersion } from '@jiekun/policy'
import { consentVersion, maskIdentity, requiredConsents } from '@jiekun/schema'
import { determinations } from '@jiekun/schema/tables/eligibility'
import {
  applications,
  applicationTransitions,
  caseMeasures,
  householdFiles,
  searchTerms,
  timeline,
} from '@jiekun/schema/tables/registration'
import { dayInChina, identityPlace, type Keyring, newFileNumber, newId } from '@jiekun/worker'
import { officeId } from '../../../infra/seed/offices.ts'
import { nameTokens } from '../../../services/registration/src/search/name-tokens.ts'
import { insertInto } from './insert-rows.ts'
import type { Household } from './invent-households.ts'

const consents = JSON.stringify(
  requiredConsents.map((purpose) => ({ purpose, version: consentVersion, at: new Date().toISOString() })),
)

/** What an identity is stored as. */
export function sealing(keyring: Keyring) {
  // Many share a name.
  const known = new Map<string, Promise<string[]>>()
  return async ({ caseNumber, identity }: Household) => {
    const tokens = known.get(identity.name) ?? nameTokens(keyring, identity.name)
    known.set(identity.name, tokens)
    const [personIndex, phoneIndex, identitySealed, nameTerms] = await Promise.all([
      keyring.blindIndex('person', identity.idNumber),
      keyring.blindIndex('phone', identity.phone),
      keyring.seal(JSON.stringify(identity), identityPlace(caseNumber)),
      tokens,
    ])
    return { personIndex, phoneIndex, identitySealed, nameTerms }
  }
}
type Sealed = Awaited<ReturnType<ReturnType<typeof sealing>>>

/** Stores a household in every table that a case is read from. */
export function storing(db: DatabaseSync, accessKeyId: string) {
  const insertApplication = insertInto(db, applications)
  const insertTransition = insertInto(db, applicationTransitions)
  const insertEntry = insertInto(db, timeline)
  const insertFile = insertInto(db, householdFiles)
  const insertMeasure = insertInto(db, caseMeasures)
  const insertTerm = insertInto(db, searchTerms)
  const insertDetermination = insertInto(db, determinations)

  return (household: Household, { nameTerms, ...sealed }: Sealed): void => {
    const { caseNumber, countyCode, at, state, identity, template, whole } = household
    const determined = state !== 'submitted'
    const approved = state === 'approved'
    const determinationId = determined ? `${caseNumber}-1` : null
    const { archiveDecision, unionCategory } = template
    const fileNumber = approved ? newFileNumber(countyCode, dayInChina(new Date(at))) : null
    const states = ['submitted', ...(determined ? ['under_review'] : []), ...(approved ? ['approved'] : [])]
    insertApplication({
      ...sealed,
      id: caseNumber,
      countyCode,
      state,
      version: states.length,
      facts: template.facts,
      members: template.members,
      consents,
      language: 'zh-CN',
      identityMasked: JSON.stringify(maskIdentity(identity)),
      accessKeyId,
      submittedAt: at,
      fileNumber,
      ...(determined ? { determinationId, archiveDecision, unionCategory } : {}),
    })
    for (const [step, name] of states.entries()) {
      insertTransition({ applicationId: caseNumber, sequence: step + 1, state: name, at, actor: 'system:bench' })
      const type = name === 'under_review' ? 'determination.made' : `application.${name}`
      insertEntry({ id: `${caseNumber}-${step}`, applicationId: caseNumber, at: at + step, type, data: '{}' })
    }
    for (const [kind, terms] of Object.entries({
      name: nameTerms,
      cause: template.causes,
      group: determined ? template.taskGroups : [],
    })) {
      for (const term of terms) insertTerm({ applicationId: caseNumber, kind, term, at, area: countyCode })
    }
    if (fileNumber !== null) {
      const { personIndex } = sealed
      insertFile({
        fileNumber,
        applicationId: caseNumber,
        personIndex,
        countyCode,
        unionCategory,
        state: 'open',
        openedAt: at,
      })
    }
    if (whole && determinationId !== null) {
      for (const { code, clause } of template.measures) {
        const referralId = newId(countyCode)
        const measure = { referralId, applicationId: caseNumber, measure: code, clause, state: 'delivered', version: 3 }
        insertMeasure({ ...measure, officeId: officeId('MZT', countyCode) })
        const data = JSON.stringify({ referralId, measure: code, clause, state: 'delivered' })
        insertEntry({ id: newId(countyCode), applicationId: caseNumber, at: at + 9, type: 'referral.delivered', data })
      }
      insertDetermination({
        id: determinationId,
        applicationId: caseNumber,
        applicationVersion: 1,
        countyCode,
        asOf: dayInChina(new Date(at)),
        policyVersion,
        determination: template.determination,
        explanation: template.explanation,
        at,
      })
    }
  }
}
