import type { MiddlewareHandler } from 'hono'
import type { FrontDoorEnv } from './front-door.ts'

/**
 * Reads what nobody has read of a request to its end before it is answered, and throws it away: whoever is still
 * sending when the answer comes, as with a file far too large, sees a broken connection instead of it.
 */
export const hearOut: MiddlewareHandler<FrontDoorEnv> = async (c, next) => {
  await next()
  const { body, bodyUsed } = c.req.raw
  // Who has hung up hears no answer either.
  if (body && !bodyUsed) await body.pipeTo(new WritableStream()).catch(() => undefined)
}
