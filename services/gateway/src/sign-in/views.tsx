import { Fault, Field, Page } from '@jiekun/pages'
import { raw } from 'hono/html'
import { renderSVG } from 'uqr'
import type { Reader } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { codeAddress } from './code.ts'

interface ViewProps {
  reader: Reader
  fault?: TextKey | undefined
}

export function SignInView(
  props: ViewProps & { login?: string; returnTo: string; provider: string | undefined; done?: TextKey | undefined },
) {
  const { say } = props.reader
  const query = new URLSearchParams({ return: props.returnTo })
  return (
    <Page reader={props.reader} title={say('signIn.title')}>
      <p class="lead">{say(props.done ?? 'signIn.lead')}</p>
      <Fault text={props.fault && say(props.fault)} />
      <form method="post" action="/sign-in">
        <input type="hidden" name="return" value={props.returnTo} />
        <Field name="login" label={say('signIn.login')} autocomplete="username" value={props.login} />
        <Field name="password" label={say('signIn.password')} type="password" autocomplete="current-password" />
        <p class="actions">
          <button type="submit">{say('signIn.next')}</button>
        </p>
      </form>
      {props.provider !== undefined && (
        <>
          <p class="hint">{say('signIn.or')}</p>
          <p class="actions">
            <a class="button plain" href={`/sign-in/provider?${query}`}>
              {say('signIn.provider').replace('{name}', props.provider)}
            </a>
          </p>
        </>
      )}
      <p class="ways">
        <a href="/">{say('signIn.home')}</a>
      </p>
    </Page>
  )
}

export function CodeView({ reader, fault }: ViewProps) {
  const { say } = reader
  return (
    <Page reader={reader} title={say('code.title')}>
      <p class="lead">{say('code.lead')}</p>
      <Fault text={fault && say(fault)} />
      <form method="post" action="/sign-in/code">
        <Field name="code" label={say('code.code')} autocomplete="one-time-code" numeric />
        <p class="actions">
          <button type="submit">{say('code.finish')}</button>
        </p>
      </form>
      <p class="hint">{say('code.lost')}</p>
    </Page>
  )
}

export function SetUpView({ reader, fault, login, secret }: ViewProps & { login: string; secret: string }) {
  const { say } = reader
  const address = codeAddress(login, secret)
  return (
    <Page reader={reader} title={say('setUp.title')}>
      <p class="lead">{say('setUp.lead')}</p>
      <Fault text={fault && say(fault)} />
      <form method="post" action="/sign-in/set-up">
        <h2>{say('setUp.app')}</h2>
        <p>{say('setUp.appLead')}</p>
        <div class="card">
          <div class="qr" role="img" aria-label={say('setUp.qr')}>
            {raw(renderSVG(address, { border: 2 }))}
          </div>
          <dl>
            <dt>{say('setUp.secret')}</dt>
            <dd id="secret">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</dd>
            <dt>{say('setUp.address')}</dt>
            <dd>
              <a href={address}>{address}</a>
            </dd>
          </dl>
        </div>
        <Field name="code" label={say('code.code')} hint={say('code.lead')} autocomplete="one-time-code" numeric />
        <h2>{say('setUp.choose')}</h2>
        <input type="hidden" name="login" value={login} autocomplete="username" />
        <NewPasswordFields reader={reader} />
        <p class="actions">
          <button type="submit">{say('setUp.finish')}</button>
        </p>
      </form>
    </Page>
  )
}

/** The two fields of a new password. */
export function NewPasswordFields({ reader: { say } }: { reader: Reader }) {
  return (
    <>
      <Field
        name="password"
        label={say('password.new')}
        hint={say('password.hint')}
        type="password"
        autocomplete="new-password"
      />
      <Field name="again" label={say('password.again')} type="password" autocomplete="new-password" />
    </>
  )
}
