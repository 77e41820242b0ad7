import { Hono } from 'hono'

/**
 * What the form does where JavaScript runs; without it the same questions come up page by page. It asks for a question as
 * soon as the answer that it hangs on is given, and says at once what is wrong with a number that was just typed. What it
 * says is in the page already, so that it speaks the reader's language and knows no texts of its own.
 */
const formScript = `
const hosts = [...document.querySelectorAll('[data-when]')]
const answerOf = (form, name) => {
  const checked = form.querySelector('input[name="' + name + '"]:checked')
  const field = form.querySelector('select[name="' + name + '"], input[name="' + name + '"]:not([type=radio]):not([type=checkbox])')
  return checked ? checked.value : field ? field.value : ''
}
const isAsked = (host) => {
  const answer = answerOf(host.closest('form'), host.dataset.when)
  if (host.dataset.is !== undefined) return host.dataset.is.split(' ').includes(answer)
  return !host.dataset.not.split(' ').includes(answer)
}
function ask() {
  for (const host of hosts) {
    const folded = host.firstElementChild?.tagName === 'TEMPLATE' ? host.firstElementChild : undefined
    const asked = isAsked(host)
    if (asked && folded) host.replaceChildren(folded.content.cloneNode(true))
    if (!asked && !folded) {
      const template = document.createElement('template')
      template.content.append(...host.childNodes)
      host.replaceChildren(template)
    }
  }
}
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = {
  idNumber: (text) => /^\\d{17}[\\dXx]$/.test(text)
    && '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0) % 11] === text[17].toUpperCase(),
  phone: (text) => /^(1[3-9]\\d{9}|0\\d{9,11})$/.test(text.replace(/[\\s-]/g, '')),
  yuan: (text) => /^\\d{1,9}(\\.\\d{1,2})?$/.test(text),
  count: (text) => /^\\d{1,4}$/.test(text),
}
function tell(input) {
  const row = input.closest('.field')
  const text = input.value.trim()
  const wrong = text !== '' && !checks[input.dataset.check](text)
  let message = row.querySelector('.message')
  if (wrong && !message) {
    message = document.createElement('p')
    message.className = 'message'
    message.id = input.name + '-error'
    message.setAttribute('role', 'alert')
    input.before(message)
  }
  if (wrong) message.textContent = input.dataset.wrong
  else message?.remove()
  row.classList.toggle('wrong', wrong)
  if (wrong) input.setAttribute('aria-describedby', message.id)
  else input.removeAttribute('aria-describedby')
  input.toggleAttribute('aria-invalid', wrong)
}
// As it is typed: who has written how many houses there are looks for the next question before they leave the field.
document.addEventListener('input', ask)
document.addEventListener('change', ({ target }) => {
  ask()
  // Not at once: a message that moves the button away from under the finger would swallow the tap.
  if (target.dataset.check) setTimeout(() => tell(target), 250)
})
document.addEventListener('submit', ({ target }) => {
  const button = target.querySelector('button[type=submit]')
  // After the form has gone: a second tap does nothing.
  setTimeout(() => { if (button) button.disabled = true })
})
window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.disabled = false
  ask()
})
`

/** `/assets/form.js`. */
export const formScriptRoutes = new Hono().get('/form.js', (c) =>
  c.body(formScript, 200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=300',
  }),
)
