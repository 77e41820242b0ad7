/** Who is on the pages of a correction: the secret in the cookie of a browser, and what it has open. */
import { html, isSecure } from '@jiekun/pages'
import { ProblemError, readForm, type ServiceVariables, sameText } from '@jiekun/worker'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { spacedAccessCode } from '../applications/access-code.ts'
import type { ApplicationRow } from '../applications/store.ts'
import type { CaseKey } from '../status/own-data-view.tsx'
import { readerOf } from '../texts/texts.ts'
import { changesOf } from './changes.ts'
import { loadCorrection, type Opened, type OwnCorrection } from './draft.ts'
import { browserMs } from './draft-store.ts'
import { SentView, TooLateView } from './send-views.tsx'

export type FactsContext = Context<{ Variables: ServiceVariables }>

/** The cookie that lets a browser into a correction; only its pages get it. */
const cookie = 'facts'
const cookiePath = '/status/facts'
/** What the browser keeps; empty where it keeps none. */
export const secretOf = (c: FactsContext): string => getCookie(c, cookie) ?? ''

/** What the browser has open. */
export const load = (c: FactsContext): Promise<Opened | undefined> => loadCorrection(c.var.ctx, secretOf(c))

/** The case of it. */
export const applicationOf = (found: Opened): ApplicationRow =>
  found.kind === 'gone' ? found.application : found.correction.application

/** What opens the case again; whoever has the secret of a correction has shown the code. */
export async function keyOf(c: FactsContext, { id, accessKeyId }: ApplicationRow): Promise<CaseKey> {
  return { caseNumber: id, accessCode: spacedAccessCode(await c.var.ctx.keyring.accessCode(id, accessKeyId)) }
}

/** Answers with the correction of this browser; where there is none with the look-up, and where it is over with that. */
export async function opened(c: FactsContext, show: (correction: OwnCorrection) => Response | Promise<Response>) {
  const found = await load(c)
  if (!found) return c.redirect('/status', 303)
  return found.kind === 'open' ? show(found.correction) : ended(c, found)
}

/** Says that a correction is over: sent, or too late. */
export async function ended(c: FactsContext, found: Exclude<Opened, { kind: 'open' }>): Promise<Response> {
  const reader = readerOf(c)
  const application = applicationOf(found)
  const caseKey = await keyOf(c, application)
  if (found.kind === 'gone') {
    return html(c, <SentView reader={reader} state={application.state} caseKey={caseKey} />)
  }
  const { correction } = found
  const changes = changesOf(correction.filled, correction.answers)
  const props = { reader, correction, changes, caseKey }
  return html(c, <TooLateView {...props} />, 409)
}

/** A form of our own pages, and what this browser has open. */
export async function posted(c: FactsContext): Promise<{ form: URLSearchParams; found: Opened }> {
  const form = await readForm(c)
  const found = await load(c)
  if (!found) throw new ProblemError('wrong-state', readerOf(c).say('facts.restart'))
  const csrf = found.kind === 'gone' ? await c.var.ctx.keyring.blindIndex('csrf', secretOf(c)) : found.correction.csrf
  if (!sameText(form.get('csrf') ?? '', csrf)) throw new ProblemError('not-allowed')
  return { form, found }
}

/** Lets the browser in. */
export function keepSecret(c: FactsContext, secret: string): void {
  setCookie(c, cookie, secret, {
    path: cookiePath,
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(c),
    maxAge: browserMs / 1000,
  })
}

/** Lets it in no more. */
export const forgetSecret = (c: FactsContext): unknown => deleteCookie(c, cookie, { path: cookiePath })
