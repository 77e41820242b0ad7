import { type Facts, factsSchema, type Member, memberSchema, membersSchema, readResidentId } from '@jiekun/schema'
import type { Correction } from '@jiekun/schema/api'
import * as z from 'zod'
import type { Answers, PageAnswers } from '../apply/answers.ts'
import type { Field } from '../apply/sections.ts'
import { values } from '../apply/to-application.ts'
import type { Held } from '../privacy/apply-correction.ts'
import { changedNames } from './changes.ts'
import { correctedMemberFields, correctedPage, correctedPages, factName } from './pages.ts'
import { memberPage, toAnswers } from './to-answers.ts'

/**
 * What an applicant puts right, as the correction that staff would write: only what is answered otherwise than it is held,
 * so that whatever the form cannot say stays untouched. Throws where an answer has not passed its check.
 */
export function toCorrection(held: Held, answers: Answers): Correction {
  const { answers: filled, unsaid } = toAnswers(held)
  const isAlive = answers.pages.person?.applicantAlive?.[0] !== 'no'
  const changed = (page: string, fields: readonly Field[], before: PageAnswers, after: PageAnswers, of: object) => {
    const names = changedNames(fields, before, after, unsaid[page])
    const now = values(fields, after)
    const was = new Map<string, unknown>(Object.entries(of))
    return Object.fromEntries(
      fields
        .filter(({ name }) => names.includes(name))
        .map((field) => [factName(field), withOthers(field, now[factName(field)], was.get(factName(field)))]),
    )
  }
  const facts = correctedPages
    .filter(({ id }) => !['person', 'self', 'members'].includes(id))
    .map(({ id, fields }) => changed(id, fields, filled.pages[id] ?? {}, answers.pages[id] ?? {}, held.facts))
  const wasAlive = filled.pages.person?.applicantAlive?.[0] !== 'no'
  const applicationState = isAlive ? 'submitted' : 'applicant_deceased'
  const members = membersOf()
  return {
    identity: identityOf(filled.pages.person ?? {}, answers.pages.person ?? {}),
    facts: factsSchema.partial().parse({
      ...Object.assign({}, ...facts),
      ...(isAlive === wasAlive ? {} : { applicationState }),
    } satisfies Partial<Facts>),
    ...(JSON.stringify(members) === JSON.stringify(held.members) ? {} : { members: membersSchema.parse(members) }),
  }

  function membersOf(): Member[] {
    const applicant = held.members.find(({ relation }) => relation === 'applicant')
    const given = new Map(answers.members.map((member) => [member.id, member.answers]))
    const before = new Map(filled.members.map((member) => [member.id, member.answers]))
    const corrected = held.members.flatMap((member) => {
      if (member === applicant) return ownRow(member)
      const after = given.get(member.memberId)
      const was = before.get(member.memberId)
      if (!after || !was) return []
      const put = changed(memberPage(member.memberId), correctedMemberFields, was, after, member)
      return [memberSchema.parse({ ...member, ...put })]
    })
    const added = answers.members
      .filter(({ id }) => !before.has(id))
      .map(({ id, answers: after }) => memberSchema.parse({ memberId: id, ...values(correctedMemberFields, after) }))
    // They were given as dead by mistake.
    const missing = isAlive && !applicant ? [newApplicant()] : []
    return [...missing, ...corrected, ...added]
  }

  function ownRow(member: Member): Member[] {
    // A worker who has died is no longer a member of the household; one who was held so all the same stays.
    if (!isAlive) return wasAlive ? [] : [member]
    const fields = correctedPage('self')?.fields ?? []
    const put = changed('self', fields, filled.pages.self ?? {}, answers.pages.self ?? {}, member)
    return [memberSchema.parse({ ...member, ...put })]
  }

  function newApplicant(): Member {
    const fields = correctedPage('self')?.fields ?? []
    const isTaken = held.members.some(({ memberId }) => memberId === 'applicant')
    return memberSchema.parse({
      memberId: isTaken ? 'applicant-self' : 'applicant',
      relation: 'applicant',
      ...readResidentId(held.identity.idNumber),
      ...values(fields, answers.pages.self ?? {}),
    })
  }
}

/** Several answers of one question: what is held beside them and stands on no form stays. */
function withOthers(field: Field, now: unknown, was: unknown): unknown {
  if (field.kind !== 'checks') return now
  const [chosen, held] = [z.array(z.unknown()).parse(now), z.array(z.unknown()).parse(was ?? [])]
  return [...chosen, ...held.filter((each) => !field.values.includes(String(each)))]
}

function identityOf(before: PageAnswers, after: PageAnswers): Correction['identity'] {
  const changed = (name: string): string | undefined => {
    const text = after[name]?.[0] ?? ''
    return text === (before[name]?.[0] ?? '') ? undefined : text
  }
  const [phone, address, bankAccount] = [changed('phone'), changed('address'), changed('bankAccount')]
  return {
    ...(phone === undefined ? {} : { phone: phone.replace(/[\s-]/g, '') }),
    ...(address === undefined ? {} : { address }),
    ...(bankAccount === undefined ? {} : { bankAccount: bankAccount.replace(/\s/g, '') || null }),
  }
}
