import { ProblemError } from '@jiekun/worker'
import type { Context, MiddlewareHandler } from 'hono'
import { onPageError } from './problem-page.tsx'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Middleware: no form of a page is taken that a browser says another site has sent. Without it a stranger's page could put
 * a draft of its own in the place of somebody's. Old browsers say nothing; whatever changes a draft carries its token, and
 * whatever changes a case its access code, besides.
 */
export const refuseOtherSites: MiddlewareHandler = async (c, next) => {
  const isPage = !c.req.path.startsWith('/api/')
  if (isPage && !safeMethods.has(c.req.method) && !isOwn(c)) return onPageError(new ProblemError('other-site'), c)
  return next()
}

function isOwn(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = c.req.header('origin')
  // By the host alone: the protocol may have been changed on the way here.
  return origin === undefined || URL.parse(origin)?.host === new URL(c.req.url).host
}
