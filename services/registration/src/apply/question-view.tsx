import { Page } from '@jiekun/pages'
import type { Child } from 'hono/jsx'
import type { Reader } from '../texts/texts.ts'
import type { PageAnswers, PageErrors } from './answers.ts'
import { ErrorSummary, Fields } from './fields.tsx'
import { formScript, Token } from './page-views.tsx'
import type { Field } from './sections.ts'

interface QuestionProps {
  reader: Reader
  title: string
  csrf: string
  /** Where the answer goes. */
  path: string
  field: Field
  answers: PageAnswers
  errors: PageErrors
  /** The page before. */
  back: string | undefined
  /** Above the question: how far it is, and the ways out. */
  children?: Child
}

/** A page with one question, for readers of large type. */
export function QuestionView({ reader, title, csrf, path, field, answers, errors, back, children }: QuestionProps) {
  const { say } = reader
  // It is asked, or it would not be shown: nothing on this page takes it away again.
  const { when: _, ...alone } = field
  return (
    <Page reader={reader} title={title} script={formScript}>
      {children}
      <ErrorSummary reader={reader} errors={errors} fields={[field]} />
      <form method="post" action={path} novalidate>
        <Token csrf={csrf} />
        <input type="hidden" name="question" value={field.name} />
        <Fields reader={reader} fields={[alone]} answers={answers} errors={errors} />
        <p class="actions">
          <button type="submit">{say('apply.next')}</button>
          {back !== undefined && (
            <a class="button plain" href={back}>
              {say('apply.back')}
            </a>
          )}
        </p>
      </form>
    </Page>
  )
}
