import { Page, pageInPlaceOf } from '@jiekun/pages'
import { onError, ProblemError } from '@jiekun/worker'
import type { ErrorHandler } from 'hono'
import { type Reader, readerOf } from '../texts/texts.ts'

/** Answers what a page of the inbox threw, in plain words. */
export const onPageError: ErrorHandler = async (error, c) => {
  const problem = await onError(error, c)
  const reader = readerOf(c)
  const { say } = reader
  const isMissing = error instanceof ProblemError && error.type === 'not-found'
  return pageInPlaceOf(
    c,
    problem,
    <Page reader={reader} title={say(isMissing ? 'problem.notFound' : 'problem.title')}>
      <p class="lead">{say(isMissing ? 'problem.notFoundLead' : 'problem.lead')}</p>
      <p class="actions">
        <a class="button" href="/inbox">
          {say('inbox.back')}
        </a>
      </p>
    </Page>,
  )
}

/** Whom the inbox is for, to whoever it is not. */
export const NotYoursView = ({ reader }: { reader: Reader }) => (
  <Page reader={reader} title={reader.say('inbox.notYours')}>
    <p class="lead">{reader.say('inbox.notYoursLead')}</p>
    <p class="actions">
      <a class="button" href="/account">
        {reader.say('inbox.account')}
      </a>
    </p>
  </Page>
)
