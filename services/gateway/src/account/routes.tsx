import { html } from '@jiekun/pages'
import { ProblemError, readForm, sha256 } from '@jiekun/worker'
import { Hono } from 'hono'
import { signedIn } from '../access/find-actor.ts'
import { forgetCredential } from '../access/remembered.ts'
import { guardPages } from '../access/same-site.ts'
import type { FrontDoor, FrontDoorEnv } from '../front-door.ts'
import { callerAddress } from '../limits/address.ts'
import { onPageError } from '../pages/problem-page.tsx'
import { endOwnSessions, endSession } from '../sessions/end-session.ts'
import { dropCookie, sessionTokenOf, writeCookie } from '../sessions/session-cookie.ts'
import { endByTokenStatement, listOpenSessions } from '../sessions/store.ts'
import { readerOf } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { findUser } from '../users/store.ts'
import { changePassword } from './change-password.ts'
import { AccountView } from './views.tsx'

/** Sessions that the page shows. */
const mostShown = 50

/** `/account`: who am I, where am I signed in, and my password. */
export const accountRoutes = new Hono<FrontDoorEnv>()
  .onError((error, c) =>
    error instanceof ProblemError && error.type === 'sign-in-needed'
      ? c.redirect('/sign-in?return=/account', 303)
      : onPageError(error, c),
  )
  .use(guardPages)
  .get('/', async (c) => {
    const notices: Record<string, TextKey> = { password: 'account.changed', session: 'account.ended' }
    return showAccount(c, { done: notices[c.req.query('done') ?? ''] })
  })
  .post('/password', async (c) => {
    const { ctx, user } = await accountOf(c)
    const form = await readForm(c)
    const text = (name: string): string => form.get(name)?.slice(0, 500) ?? ''
    const changed = await changePassword(ctx, {
      user,
      current: text('current'),
      password: text('password'),
      again: text('again'),
      address: callerAddress(c.req.header('cf-connecting-ip')),
      token: sessionTokenOf(c) ?? '',
    })
    if (!changed.ok) {
      return showAccount(c, { fault: changed.refusal === 'wrong' ? 'account.wrong' : `password.${changed.refusal}` })
    }
    writeCookie(c, 'jiekun', changed.value)
    return c.redirect('/account?done=password', 303)
  })
  .post('/sessions/end', async (c) => {
    const { ctx } = await accountOf(c)
    await endSession(ctx, (await readForm(c)).get('session') ?? '')
    return c.redirect('/account?done=session', 303)
  })
  .post('/sessions/end-others', async (c) => {
    const { ctx, sessionId } = await accountOf(c)
    await endOwnSessions(ctx, sessionId)
    return c.redirect('/account?done=session', 303)
  })

/** `/sign-out`: ends the session of this browser. */
export const signOutRoutes = new Hono<FrontDoorEnv>()
  .onError(onPageError)
  .use(guardPages)
  .post('/', async (c) => {
    const { ctx } = c.var
    const token = sessionTokenOf(c)
    if (token !== undefined) {
      await endByTokenStatement(ctx.db, await sha256(token), ctx.now.getTime()).run()
      forgetCredential(token)
    }
    dropCookie(c, 'jiekun')
    return c.redirect('/sign-in?done=out', 303)
  })

/** The user whose session the browser carries, acting as itself. */
async function accountOf(c: FrontDoor) {
  const { actor, sessionId = '' } = await signedIn(c)
  const user = await findUser(c.var.ctx.db, actor.id)
  if (!user) throw new ProblemError('sign-in-needed')
  return { ctx: { ...c.var.ctx, actor }, user, sessionId }
}

async function showAccount(c: FrontDoor, shown: { fault?: TextKey; done?: TextKey | undefined }) {
  const { ctx, user, sessionId } = await accountOf(c)
  const open = await listOpenSessions(ctx.db, user.id, ctx.now.getTime(), { limit: mostShown })
  return html(
    c,
    <AccountView reader={readerOf(c)} user={user} open={open} current={sessionId} {...shown} />,
    shown.fault === undefined ? 200 : 422,
  )
}
