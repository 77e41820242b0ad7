import { html } from '@jiekun/pages'
import { dayInChina, readForm, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import { checkPage, type PageAnswers, readPage } from '../apply/answers.ts'
import { startDraft } from '../apply/draft-cookie.ts'
import { onPageError } from '../pages/problem-page.tsx'
import { readerOf } from '../texts/texts.ts'
import { presumeAnswers, questions, toDraft } from './questions.ts'
import { QuestionsView, ResultView } from './views.tsx'

/** `/find-out`: what may be due, before anybody says who they are. Nothing of it is stored. */
export const precheckRoutes = new Hono<{ Variables: ServiceVariables }>()
  .onError(onPageError)
  .get('/', (c) => html(c, <QuestionsView reader={readerOf(c)} answers={{}} errors={{}} />))
  .post('/', async (c) => {
    const reader = readerOf(c)
    const today = dayInChina(c.var.ctx.now)
    const answers = readPage(questions, await readForm(c))
    const errors = checkAnswers(answers, today)
    const presumption = Object.keys(errors).length === 0 ? presumeAnswers(answers, today) : undefined
    if (!presumption) return html(c, <QuestionsView reader={reader} answers={answers} errors={errors} />, 422)
    return html(c, <ResultView reader={reader} answers={answers} presumption={presumption} />)
  })
  // The answers come back with the button: a page that can be left open for a day keeps nothing here.
  .post('/apply', async (c) => {
    const answers = readPage(questions, await readForm(c))
    const isWhole = Object.keys(checkAnswers(answers, dayInChina(c.var.ctx.now))).length === 0
    await startDraft(c, isWhole ? toDraft(answers) : undefined)
    return c.redirect('/apply/person', 303)
  })

function checkAnswers(answers: PageAnswers, today: string) {
  const errors = checkPage(questions, answers, today)
  if (!('memberCount' in errors) && Number(answers.memberCount?.[0]) < 1) errors.memberCount = 'error.count'
  return errors
}
