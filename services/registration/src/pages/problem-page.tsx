import { Page, pageInPlaceOf } from '@jiekun/pages'
import { onError, onNotFound, ProblemError } from '@jiekun/worker'
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { readerOf } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'

/** Answers what a page's handler threw in plain words; what programs get as problem details, people get as a page. */
export const onPageError: ErrorHandler = async (error, c) => {
  const problem = await onError(error, c)
  const reader = readerOf(c)
  const { say } = reader
  const lead = error instanceof ProblemError && error.type === 'wrong-state' ? error.message : say(leadOf(error))
  return pageInPlaceOf(
    c,
    problem,
    <Page reader={reader} title={say('problem.title')}>
      <p class="lead">{lead}</p>
      <p class="actions">
        <a class="button" href="/apply">
          {say('home.apply')}
        </a>
        <a class="button plain" href="/status">
          {say('home.status')}
        </a>
      </p>
    </Page>,
  )
}

function leadOf(error: unknown): TextKey {
  const type = error instanceof ProblemError ? error.type : undefined
  if (type === 'too-many-attempts') return 'problem.tooMany'
  if (type === 'other-site') return 'problem.otherSite'
  return type === 'too-large' ? 'error.document.too-large' : 'problem.lead'
}

/** Answers a path that no route takes: programs with problem details, people with a page. */
export const onUnknownPath: NotFoundHandler = (c) =>
  c.req.path.startsWith('/api/') ? onNotFound(c) : onPageError(new ProblemError('not-found'), c)
