/** Where people land who came to no page in particular. */
const home = '/account'

/** The path to go on to after signing in: one of this house, whatever the address asked for. */
export function returnPath(wanted: string | undefined, origin: string): string {
  if (wanted === undefined || wanted.length > 500 || !wanted.startsWith('/')) return home
  // Parsed as a browser would: `//host`, `/\host` and a tab in between all lead elsewhere.
  if (!URL.canParse(wanted, origin)) return home
  const url = new URL(wanted, origin)
  return url.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search : home
}
