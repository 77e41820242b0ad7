import { ProblemError } from '@jiekun/worker'
import { Hono } from 'hono'
import { signedIn } from '../access/find-actor.ts'
import { guardPages } from '../access/same-site.ts'
import { forward } from '../forward.ts'
import type { FrontDoorEnv } from '../front-door.ts'
import { countRequest, tellBudget } from '../limits/limit-rate.ts'
import { onPageError } from '../pages/problem-page.tsx'

/**
 * `/inbox`: the pages of an office, which the referral service makes. Who reads them is found out here, by the session
 * alone; whoever has none signs in and comes back to the page.
 */
export const inboxRoutes = new Hono<FrontDoorEnv>()
  .onError((error, c) => {
    if (!(error instanceof ProblemError && error.type === 'sign-in-needed')) return onPageError(error, c)
    const { pathname, search } = new URL(c.req.url)
    return c.redirect(`/sign-in?${new URLSearchParams({ return: pathname + search })}`, 303)
  })
  .use(tellBudget)
  .use(guardPages)
  .use(async (c, next) => {
    const { actor } = await signedIn(c)
    c.set('ctx', { ...c.var.ctx, actor })
    countRequest(c)
    await next()
  })
  .all('/', forward)
  .all('/*', forward)
