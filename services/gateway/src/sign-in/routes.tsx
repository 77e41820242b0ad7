import { html } from '@jiekun/pages'
import { readForm } from '@jiekun/worker'
import { Hono } from 'hono'
import { guardPages } from '../access/same-site.ts'
import type { FrontDoor, FrontDoorEnv } from '../front-door.ts'
import { callerAddress } from '../limits/address.ts'
import { countRequest, tellBudget } from '../limits/limit-rate.ts'
import { onPageError } from '../pages/problem-page.tsx'
import { providerRoutes } from '../provider/routes.tsx'
import { sessionTokenOf, writeCookie } from '../sessions/session-cookie.ts'
import { settingsOf } from '../settings.ts'
import { readerOf } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { checkCode, setUpSignIn } from './check-code.ts'
import { checkPassword } from './check-password.ts'
import { newCodeSecret } from './code.ts'
import { passwordFault } from './password.ts'
import { returnPath } from './return-to.ts'
import { beginStep, endStep, stepOf } from './step.ts'
import { CodeView, SetUpView, SignInView } from './views.tsx'

const addressOf = (c: FrontDoor): string => callerAddress(c.req.header('cf-connecting-ip'))
const text = (form: URLSearchParams, name: string): string => form.get(name)?.slice(0, 500) ?? ''
const wayBack = (c: FrontDoor, wanted: string | undefined): string => returnPath(wanted, new URL(c.req.url).origin)

/** `/sign-in`: the password, then the code; or the provider. A page for each step, and no JavaScript. */
export const signInRoutes = new Hono<FrontDoorEnv>()
  .onError(onPageError)
  .use(tellBudget)
  .use(async (c, next) => {
    countRequest(c)
    await next()
  })
  .use(guardPages)
  .get('/', (c) => {
    const notices: Record<string, TextKey> = { out: 'signIn.out', over: 'signIn.again' }
    return showSignIn(c, { returnTo: wayBack(c, c.req.query('return')), done: notices[c.req.query('done') ?? ''] })
  })
  .post('/', async (c) => {
    const form = await readForm(c)
    const returnTo = wayBack(c, text(form, 'return'))
    const login = text(form, 'login')
    const checked = await checkPassword(c.var.ctx, { login, password: text(form, 'password'), address: addressOf(c) })
    if (!checked.ok) {
      return showSignIn(c, { login, returnTo, fault: checked.refusal === 'wrong' ? 'signIn.wrong' : 'signIn.over' })
    }
    const { id: userId, version, totpSealed } = checked.value
    if (totpSealed !== null) {
      await beginStep(c, { userId, version, returnTo })
      return c.redirect('/sign-in/code', 303)
    }
    await beginStep(c, { userId, version, returnTo, secret: newCodeSecret() })
    return c.redirect('/sign-in/set-up', 303)
  })
  .get('/code', async (c) => {
    const at = await stepOf(c)
    return at && at.step.secret === undefined ? html(c, <CodeView reader={readerOf(c)} />) : anew(c)
  })
  .post('/code', async (c) => {
    const at = await stepOf(c)
    if (!at || at.step.secret !== undefined) return anew(c)
    const form = await readForm(c)
    const opened = await checkCode(c.var.ctx, {
      user: at.user,
      code: text(form, 'code'),
      address: addressOf(c),
      formerToken: sessionTokenOf(c),
    })
    if (opened.ok) return enter(c, opened.value, at.step.returnTo)
    return html(c, <CodeView reader={readerOf(c)} fault={`code.${opened.refusal}`} />, 401)
  })
  .get('/set-up', async (c) => {
    const at = await stepOf(c)
    if (at?.step.secret === undefined) return anew(c)
    return html(c, <SetUpView reader={readerOf(c)} login={at.user.login} secret={at.step.secret} />)
  })
  .post('/set-up', async (c) => {
    const at = await stepOf(c)
    if (at?.step.secret === undefined) return anew(c)
    const { user, step } = at
    const { secret = '' } = step
    const form = await readForm(c)
    const password = text(form, 'password')
    const show = (fault: TextKey, status: 401 | 422) =>
      html(c, <SetUpView reader={readerOf(c)} login={user.login} secret={secret} fault={fault} />, status)
    const wrong = passwordFault(password, user.login)
    if (wrong) return show(`password.${wrong}`, 422)
    if (password !== text(form, 'again')) return show('password.differ', 422)
    const opened = await setUpSignIn(c.var.ctx, {
      user,
      secret,
      password,
      code: text(form, 'code'),
      address: addressOf(c),
      formerToken: sessionTokenOf(c),
    })
    if (!opened.ok) return show(`code.${opened.refusal}`, 401)
    return enter(c, opened.value, step.returnTo)
  })
  .route('/', providerRoutes)

const showSignIn = (
  c: FrontDoor,
  shown: { login?: string; returnTo: string; fault?: TextKey; done?: TextKey | undefined },
) =>
  html(
    c,
    <SignInView reader={readerOf(c)} provider={settingsOf(c.env).provider?.name} {...shown} />,
    shown.fault === undefined ? 200 : 401,
  )

const anew = (c: FrontDoor): Response => c.redirect('/sign-in?done=over', 303)

function enter(c: FrontDoor, token: string, returnTo: string): Response {
  endStep(c)
  writeCookie(c, 'jiekun', token)
  return c.redirect(returnTo, 303)
}
