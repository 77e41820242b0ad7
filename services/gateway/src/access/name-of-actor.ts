import { ProblemError, type ServiceContext } from '@jiekun/worker'
import { isKeyId } from '../keys/key-text.ts'
import { findKey } from '../keys/store.ts'
import { findUser } from '../users/store.ts'

/** What the person or the machine behind an actor is called. */
export async function nameOfActor(ctx: ServiceContext, id: string): Promise<{ kind: 'user' | 'key'; name: string }> {
  if (isKeyId(id)) {
    const key = await findKey(ctx.db, id)
    if (key) return { kind: 'key', name: key.label }
  } else {
    const user = await findUser(ctx.db, id)
    if (user) return { kind: 'user', name: user.displayName }
  }
  throw new ProblemError('sign-in-needed')
}
