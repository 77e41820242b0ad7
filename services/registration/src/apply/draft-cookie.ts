import type { ServiceVariables } from '@jiekun/worker'
import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { isSecure } from '../pages/layout.tsx'
import type { Answers } from './answers.ts'
import { beginDraft, newDraftSecret } from './draft.ts'

/** The cookie that holds a browser's secret; only the form gets it. */
export const draftCookie = 'draft'
const draftSeconds = 30 * 24 * 60 * 60

/** Begins a draft for this browser, in the place of the one that it had. */
export async function startDraft(c: Context<{ Variables: ServiceVariables }>, answers?: Answers): Promise<void> {
  const secret = newDraftSecret()
  await beginDraft(c.var.ctx, secret, answers)
  setCookie(c, draftCookie, secret, {
    path: '/apply',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(c),
    maxAge: draftSeconds,
  })
}
