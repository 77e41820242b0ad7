import { isSecure } from '@jiekun/pages'
import type { ServiceVariables } from '@jiekun/worker'
import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import type { Answers } from './answers.ts'
import { beginDraft, type Draft, loadDraft, newDraftSecret, resumeDraft } from './draft.ts'

type FormContext = Context<{ Variables: ServiceVariables }>

/** The cookie that holds a browser's secret; only the form gets it. */
export const draftCookie = 'draft'
const draftSeconds = 30 * 24 * 60 * 60

/** Begins a draft for this browser, in the place of the one that it had. */
export async function startDraft(c: FormContext, answers?: Answers): Promise<void> {
  const secret = newDraftSecret()
  await beginDraft(c.var.ctx, secret, answers)
  keepSecret(c, secret)
}

/** Lets this browser go on with a draft, in the place of the one that it had. @returns the draft, where number and code open one. */
export async function takeUpDraft(
  c: FormContext,
  typed: { number: string; accessCode: string },
): Promise<Draft | undefined> {
  const secret = newDraftSecret()
  if (!(await resumeDraft(c.var.ctx, typed, secret))) return undefined
  keepSecret(c, secret)
  return loadDraft(c.var.ctx, secret)
}

function keepSecret(c: FormContext, secret: string): void {
  setCookie(c, draftCookie, secret, {
    path: '/apply',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(c),
    maxAge: draftSeconds,
  })
}
