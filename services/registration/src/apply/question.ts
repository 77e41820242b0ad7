/** The questions of a page one by one, for readers of large type. */
import { checkPage, type PageAnswers } from './answers.ts'
import { type Field, isAsked } from './sections.ts'

/** The questions that are asked by the answers of their page, in their order. */
export const askedQuestions = (fields: readonly Field[], answers: PageAnswers): readonly Field[] =>
  fields.filter((field) => isAsked(field, fields, answers))

/** The question to show: the one that is wanted, else the first that still needs an answer, else the first. */
export function questionToShow(
  fields: readonly Field[],
  answers: PageAnswers,
  { wanted, today }: { wanted: string | undefined; today: string },
): Field | undefined {
  const asked = askedQuestions(fields, answers)
  const errors = checkPage(fields, answers, today)
  return (
    asked.find(({ name }) => name === wanted) ?? asked.find(({ name }) => errors[name] !== undefined) ?? asked.at(0)
  )
}

/** The questions before and after one; undefined at the ends. Which they are depends on what was answered. */
export function questionsAround(
  fields: readonly Field[],
  answers: PageAnswers,
  name: string,
): { before: Field | undefined; after: Field | undefined } {
  const asked = askedQuestions(fields, answers)
  const at = asked.findIndex((field) => field.name === name)
  return { before: at > 0 ? asked[at - 1] : undefined, after: asked[at + 1] }
}
