import { Page, pageInPlaceOf } from '@jiekun/pages'
import { onError, ProblemError } from '@jiekun/worker'
import type { Context, ErrorHandler } from 'hono'
import { readerOf } from '../texts/texts.ts'

/** Answers what a page's handler threw: people in plain words, programs with problem details. */
export const onPageError: ErrorHandler = async (error, c) => {
  const problem = await onError(error, c)
  if (!c.req.header('accept')?.includes('text/html')) return problem
  const type = error instanceof ProblemError ? error.type : 'internal-error'
  return pageInPlaceOf(c, problem, <ProblemPage c={c} type={type} headers={problem.headers} />)
}

/** Answers what no route has answered: whoever asked for a page gets one, everybody else problem details. */
export const onFrontDoorError: ErrorHandler = (error, c) =>
  /^\/(api|hooks)(\/|$)/.test(c.req.path) ? onError(error, c) : onPageError(error, c)

/** Where staff are; everybody else is led to the front page. */
const ofStaff = /^\/(sign-in|sign-out|account|inbox)(\/|$)/

function ProblemPage({ c, type, headers }: { c: Context; type: string; headers: Headers }) {
  const reader = readerOf(c)
  const { say } = reader
  const minutes = Math.ceil(Number(headers.get('retry-after') ?? 60) / 60)
  const isStaff = ofStaff.test(c.req.path)
  const text =
    type === 'too-many-attempts' || type === 'too-many-requests'
      ? say('problem.wait').replace('{minutes}', String(minutes))
      : say(type === 'other-site' ? 'problem.otherSite' : isStaff ? 'problem.lead' : 'problem.publicLead')
  return (
    <Page reader={reader} title={say('problem.title')}>
      <p class="lead">{text}</p>
      <p class="actions">
        <a class="button" href={isStaff ? '/sign-in' : '/'}>
          {say(isStaff ? 'signIn.title' : 'problem.home')}
        </a>
      </p>
    </Page>
  )
}
