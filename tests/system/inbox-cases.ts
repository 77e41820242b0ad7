import { referrals } from '@jiekun/schema/tables/referral'
import { insertRow, newId } from '@jiekun/worker'
import { codeOf, type LocalUser, newUser, seedUsers } from '../../infra/seed/users.ts'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import type { House } from './house.ts'
import { storeUntold } from './untold-case.ts'
import { type Visitor, visit } from './visitor.ts'

/** The office whose inbox is tested; its system is taken away. */
export const inboxOffice = '1502-MZT-150203'

let made = 0
/** A clerk of an office, as an account with password and code. */
export async function newClerk(house: House, officeId = inboxOffice): Promise<LocalUser> {
  made += 1
  const clerk = { ...newUser('office_clerk', officeId.slice(-6), `clerk-${made}`, '经办'), officeId }
  await seedUsers(house.db, house.secrets.keyring, [clerk])
  return clerk
}

/** Signs an account in. */
export async function signIn(house: House, user: LocalUser, visitor = visit(house)): Promise<Visitor> {
  await visitor.post('/sign-in', { login: user.login, password: user.password })
  const entered = await visitor.post('/sign-in/code', { code: codeOf(user) })
  if (entered.status !== 303) throw new Error(`not signed in: ${entered.status}`)
  return visitor
}

/** What a test may set of a referral in the inbox. */
export interface InboxReferral {
  /** A case that is stored; one of its own unless said otherwise. */
  planId?: string
  officeId?: string
  state?: string
  measure?: string
  clause?: string
  version?: number
  emergency?: boolean
  duty?: string | null
  dueOn?: string | null
  escalatedTo?: string
  suspendedDays?: number
  declineCode?: string
  isDefault?: boolean
  /** JSON. */
  routedBecause?: string
}

/** Stores a referral of a case of its own, with its first transition and no event told. */
export async function storeReferral(house: House, set: InboxReferral = {}): Promise<string> {
  const told = set.planId === undefined ? await storeUntold(house.db, 'H01', { determined: false }) : undefined
  const { caseNumber: planId, countyCode } = told ?? { caseNumber: set.planId ?? '', countyCode: '150203' }
  const id = newId(countyCode)
  const [state, version, at] = [set.state ?? 'sent', set.version ?? 2, Date.now()]
  await house.db.batch([
    insertRow(house.db, referrals, {
      id,
      planId,
      countyCode,
      measure: 'M601',
      clause: '五.(二).6',
      memberIds: '["p1"]',
      officeId: inboxOffice,
      isDefault: false,
      emergency: false,
      duty: 'office',
      dueOn: '2026-11-30',
      createdAt: at,
      ...set,
      state,
      version,
    }),
    house.db
      .prepare(
        `INSERT INTO referral_transitions (referral_id, sequence, state, at, actor) VALUES (?1, ?2, ?3, ?4, 'system:referral')`,
      )
      .bind(id, version, state, at),
  ])
  return id
}

let applicants = 0
/** A case whose household has applied, with an identity that can be opened, and which nothing is decided of yet. */
export async function applyFor(house: House): Promise<string> {
  applicants += 1
  const client = await house.client()
  const { household } = workedHousehold('H01')
  const { body } = await client.submitApplication({
    body: newApplication({ ...household, countyCode: '150203' }, applicants),
  })
  return body.caseNumber
}
