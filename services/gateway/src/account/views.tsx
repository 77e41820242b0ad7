import { Fault, Field, Page, when } from '@jiekun/pages'
import { areaFullName } from '@jiekun/schema'
import type { sessions } from '@jiekun/schema/tables/gateway'
import { NewPasswordFields } from '../sign-in/views.tsx'
import type { Reader } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { actorOfUser, type User } from '../users/user-view.ts'

interface AccountProps {
  reader: Reader
  user: User
  open: (typeof sessions.$inferSelect)[]
  /** The session of this browser. */
  current: string | undefined
  fault?: TextKey | undefined
  done?: TextKey | undefined
}

/** Who am I, where am I signed in, and my password. */
export function AccountView({ reader, user, open, current, fault, done }: AccountProps) {
  const { say } = reader
  const { role } = actorOfUser(user)
  return (
    <Page reader={reader} title={say('account.title')}>
      {done !== undefined && (
        <p class="lead" role="status">
          {say(done)}
        </p>
      )}
      <Fault text={fault && say(fault)} />
      <div class="card">
        <dl>
          <dt>{say('account.name')}</dt>
          <dd>{user.displayName}</dd>
          <dt>{say('account.login')}</dt>
          <dd>{user.login}</dd>
          <dt>{say('account.role')}</dt>
          <dd>{say(`role.${role}`)}</dd>
          <dt>{say('account.area')}</dt>
          <dd>{areaFullName(user.area)}</dd>
          {user.officeId !== null && (
            <>
              <dt>{say('account.office')}</dt>
              <dd>{user.officeId}</dd>
            </>
          )}
        </dl>
      </div>
      <form method="post" action="/sign-out">
        <p class="actions">
          {user.officeId !== null && (
            <a class="button" href="/inbox">
              {say('account.inbox')}
            </a>
          )}
          <button type="submit">{say('account.out')}</button>
        </p>
      </form>
      <h2>{say('account.sessions')}</h2>
      {open.map((session) => (
        <form method="post" action="/account/sessions/end" class="card head">
          <input type="hidden" name="session" value={session.id} />
          <span>
            {say('account.began')} {when(session.createdAt, reader.language)}{' '}
            {session.id === current && say('account.this')}
            <time datetime={new Date(session.usedAt).toISOString()}>
              {say('account.used')} {when(session.usedAt, reader.language)}
            </time>
          </span>
          {session.id !== current && (
            <button type="submit" class="plain">
              {say('account.end')}
            </button>
          )}
        </form>
      ))}
      {open.length > 1 && (
        <form method="post" action="/account/sessions/end-others">
          <button type="submit" class="plain">
            {say('account.endOthers')}
          </button>
        </form>
      )}
      {user.passwordHash !== null && (
        <form method="post" action="/account/password">
          <h2>{say('account.password')}</h2>
          <input type="hidden" name="login" value={user.login} autocomplete="username" />
          <Field name="current" label={say('account.current')} type="password" autocomplete="current-password" />
          <NewPasswordFields reader={reader} />
          <p class="actions">
            <button type="submit">{say('account.change')}</button>
          </p>
        </form>
      )}
    </Page>
  )
}
