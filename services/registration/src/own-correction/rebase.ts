import type { Answers, PageAnswers } from '../apply/answers.ts'
import type { Field } from '../apply/sections.ts'
import { changedNames } from './changes.ts'
import { correctedMemberFields, correctedPages } from './pages.ts'
import { memberPage } from './to-answers.ts'

/** What an applicant has filled in, put on what is held now, and what of that somebody else has changed meanwhile. */
export interface Rebased {
  answers: Answers
  /** `page.field` of what was changed by others, or the page of a member who came or went. */
  changedByStaff: string[]
}

/**
 * Puts what an applicant has changed since `base` onto what is held `now`, which staff have changed meanwhile: what the
 * applicant did not touch is as staff have put it, and nothing that they typed is lost. A member whom staff took out is out.
 */
export function rebase(base: Answers, mine: Answers, now: Answers): Rebased {
  const changedByStaff: string[] = []
  const merge = (page: string, fields: readonly Field[], was: PageAnswers, own: PageAnswers, is: PageAnswers) => {
    for (const name of changedNames(fields, was, is)) changedByStaff.push(`${page}.${name}`)
    const typed = changedNames(fields, was, own)
    return { ...is, ...Object.fromEntries(typed.map((name) => [name, own[name] ?? []])) }
  }
  const pages = Object.fromEntries(
    correctedPages.flatMap(({ id, fields }) => {
      const [was, own, is] = [base.pages[id], mine.pages[id], now.pages[id]]
      if (id === 'members' || !(own ?? is)) return []
      return [[id, merge(id, fields, was ?? {}, own ?? is ?? {}, is ?? {})]]
    }),
  )
  // No consent of a guardian is held as an answer: what was given stands.
  const { guardians } = mine.pages
  const find = (answers: Answers, id: string) => answers.members.find((member) => member.id === id)?.answers
  const members = now.members.flatMap(({ id, answers: is }) => {
    const was = find(base, id)
    if (!was) {
      changedByStaff.push(memberPage(id))
      return [{ id, answers: find(mine, id) ?? is }]
    }
    const own = find(mine, id)
    return own ? [{ id, answers: merge(memberPage(id), correctedMemberFields, was, own, is) }] : []
  })
  const gone = base.members.filter(({ id }) => !find(now, id)).map(({ id }) => memberPage(id))
  const added = mine.members.filter(({ id }) => !find(base, id) && !find(now, id))
  const all = { ...pages, ...(guardians ? { guardians } : {}) }
  return { answers: { pages: all, members: [...members, ...added] }, changedByStaff: [...changedByStaff, ...gone] }
}
