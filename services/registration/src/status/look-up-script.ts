import { Hono } from 'hono'

export const lookUpScript = '/assets/look-up.js'

/**
 * Fills in the case number that the code on a contact card carries behind the hash: a part of the address that no browser
 * sends, so that it stands in no log. Without JavaScript it is typed from the card.
 */
const script = `
const number = location.hash.slice(1)
const field = document.querySelector('#caseNumber')
if (field && /^[0-9A-Z-]{10,30}$/.test(number)) {
  field.value = number
  history.replaceState(null, '', location.pathname + location.search)
  document.querySelector('#accessCode').focus()
}
`

/** `/assets/look-up.js`. */
export const lookUpScriptRoutes = new Hono().get('/look-up.js', (c) =>
  c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=300' }),
)
