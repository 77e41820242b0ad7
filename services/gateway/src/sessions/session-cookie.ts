import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/**
 * The cookies of signing in. Over https their names carry the `__Host-` prefix, so that no neighbouring host can set
 * them; a browser takes neither prefix nor `Secure` from a local http address, so there they go without.
 */
export type CookieName = 'jiekun' | 'jiekun-step' | 'jiekun-provider'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const isLocalHttp = (c: Context): boolean => {
  const { protocol, hostname } = new URL(c.req.url)
  return protocol === 'http:' && loopback.has(hostname)
}
const nameOf = (c: Context, name: CookieName): string => (isLocalHttp(c) ? name : `__Host-${name}`)

const tokenForm = /^[\w-]{43}$/

/** The session token that a request carries, or undefined where it carries none that could be one. */
export function sessionTokenOf(c: Context): string | undefined {
  const token = c.req.header('cookie') === undefined ? undefined : getCookie(c, nameOf(c, 'jiekun'))
  return token !== undefined && tokenForm.test(token) ? token : undefined
}

/** Whether a request carries a session cookie at all, well-formed or not. */
export const carriesSession = (c: Context): boolean =>
  c.req.header('cookie') !== undefined && getCookie(c, nameOf(c, 'jiekun')) !== undefined

export const readCookie = (c: Context, name: CookieName): string | undefined => getCookie(c, nameOf(c, name))

/** Sets a cookie; without `maxAge` (seconds) it ends with the browser. */
export const writeCookie = (c: Context, name: CookieName, value: string, maxAge?: number): void =>
  setCookie(c, nameOf(c, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: !isLocalHttp(c),
    ...(maxAge === undefined ? {} : { maxAge }),
  })

export function dropCookie(c: Context, name: CookieName): void {
  deleteCookie(c, nameOf(c, name), { path: '/', secure: !isLocalHttp(c) })
}

/** A Cookie header without the cookies of signing in: they are the front door's alone. */
export const withoutOurs = (cookies: string): string =>
  cookies
    .split(';')
    .filter((each) => !/^\s*(__Host-)?jiekun(-step|-provider)?=/.test(each))
    .join(';')
    .trim()
