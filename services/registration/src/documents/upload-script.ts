import { maxDocumentBytes, partBytes } from '@jiekun/schema'
import { Hono } from 'hono'

/**
 * What the pages of documents do where JavaScript runs; without it every form sends its file by itself. A photo is made
 * small before it leaves the telephone, which also takes place and time out of it. What is larger than a part goes in
 * parts, named by its content, so that what has arrived is never sent again. An upload that breaks is kept here and goes on
 * when the connection is back, or at a tap: nobody chooses the file again. After a reload the same file, chosen again, goes
 * on where it broke. The last answer is the page that a plain form would get, of which the part with the documents is put
 * in the place of the old one.
 */
const uploadScript = `
const longestEdge = 2000
const mostBytes = ${maxDocumentBytes}
const partBytes = ${partBytes}
/** What was on its way when this page was left: which paper, never which file. */
const mark = 'upload-on-its-way'
const waits = [2000, 5000, 15000]
let isBusy = false

function prepare() {
  for (const form of document.querySelectorAll('form.upload')) {
    // Where it must be said what it is, the button sends it.
    if (form.querySelector('select')) continue
    form.querySelector('button[type=submit]').hidden = true
    const input = form.querySelector('input[type=file]')
    if (!form.elements.replaces) input.multiple = true
  }
  for (const hint of document.querySelectorAll('.pick-hint')) hint.remove()
  for (const input of document.querySelectorAll('form.upload input[type=file]')) pickByLabel(input)
  const left = sessionStorage.getItem(mark)
  for (const form of document.querySelectorAll('form.upload')) if (left !== null && markOf(form) === left) remind(form)
}

/** The label is what is tapped, in the reader's language; the button beside the field speaks the browser's. */
function pickByLabel(input) {
  const row = input.closest('.field')
  row.classList.add('pick')
  row.querySelector('label').before(input)
}

const markOf = (form) => {
  // Not by \`elements\`, which has an \`item\` of its own.
  const item = form.querySelector('[name=item]')
  return [form.querySelector('[name=replaces]')?.value ?? '', item.tagName === 'SELECT' ? 'any' : item.value].join(' ')
}

/** Says that the same file goes on where it broke. */
function remind(form) {
  const said = document.createElement('p')
  said.className = 'resume'
  said.setAttribute('role', 'status')
  said.textContent = document.getElementById('documents').dataset.resume
  form.prepend(said)
  const details = form.closest('details')
  if (details) details.open = true
}

async function smaller(file) {
  if (file.type === 'application/pdf') return file
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, longestEdge / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    const pen = canvas.getContext('2d')
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const photo = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
    return photo && (scale < 1 || photo.size < file.size) ? photo : file
  } catch {
    // This browser cannot show it; the server says what is wrong with it, if anything is.
    return file
  }
}

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Which file the button will send; its field cannot be seen. */
function sayChosen(form) {
  const [file] = form.elements.file.files
  const row = form.elements.file.closest('.field')
  const said = row.querySelector('.chosen') ?? row.appendChild(document.createElement('p'))
  said.className = 'chosen'
  said.setAttribute('role', 'status')
  said.textContent = file ? document.getElementById('documents').dataset.chosen.replace('{name}', file.name) : ''
}

/** Names a file by its content; undefined where this browser cannot, and the file goes as a whole. */
async function digestOf(file) {
  if (!crypto.subtle) return undefined
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const formOf = (fields) => {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  return body
}

function send(url, body, onProgress, type) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.responseType = type
    request.timeout = 300000
    request.upload.onprogress = (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total) }
    request.onload = () => (request.status >= 500 || request.status === 429 ? reject(new Error('try again')) : resolve(request.response))
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error('broken'))
    request.send(body)
  })
}

/** Waits until the connection is back, the time is over, or somebody taps. */
function untilRetry(shown, wait) {
  const { section, status, bar } = shown
  return new Promise((resolve) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'retry'
    button.textContent = section.dataset.retry
    const timer = wait === undefined ? undefined : setTimeout(done, wait)
    function done() {
      clearTimeout(timer)
      removeEventListener('online', done)
      button.remove()
      bar.hidden = false
      resolve()
    }
    addEventListener('online', done)
    button.addEventListener('click', done)
    status.textContent = section.dataset.broken
    bar.hidden = true
    shown.box.append(button)
  })
}

function showProgress(form) {
  const section = document.getElementById('documents')
  const box = document.createElement('div')
  box.className = 'sending'
  const status = document.createElement('p')
  status.setAttribute('role', 'status')
  const bar = document.createElement('progress')
  bar.max = 100
  bar.setAttribute('aria-label', section.dataset.sending.replace(/\\s*\\{percent\\}%/, ''))
  box.append(status, bar)
  form.append(box)
  return { section, box, status, bar }
}

/** Sends until it is there. \`from\` and \`to\`: which part of the whole this is, as fractions. */
async function sendUntilThere(url, body, shown, type = 'document', from = 0, to = 1) {
  const { section, status, bar } = shown
  for (let attempt = 0; ; attempt++) {
    try {
      return await send(url, body, (part) => {
        const percent = Math.round((from + part * (to - from)) * 100)
        bar.value = percent
        status.textContent = section.dataset.sending.replace('{percent}', percent)
      }, type)
    } catch {
      await untilRetry(shown, navigator.onLine ? waits[attempt] : undefined)
    }
  }
}

/** Sends what the house has not got yet of a file, part by part. What then names the file; undefined where it is not taken so. */
async function sendParts(form, fields, photo, shown) {
  const content = await digestOf(photo)
  if (content === undefined) return undefined
  const url = form.action.replace(/files$/, 'parts')
  const named = [['content', content], ['total', photo.size]]
  const ask = (more, from, to) => sendUntilThere(url, formOf([...fields, ...named, ...more]), shown, 'json', from, to)
  let answer = await ask([], 0, 0)
  for (let sent = -1; answer && answer.received < photo.size && answer.received > sent; ) {
    sent = answer.received
    const end = Math.min(sent + partBytes, photo.size)
    answer = await ask([['start', sent], ['file', photo.slice(sent, end)]], sent / photo.size, end / photo.size)
  }
  return answer?.received === photo.size ? named : undefined
}

/** Puts the documents of another page in the place of these. Whether there were any. */
function take(page) {
  const newer = page?.getElementById('documents')
  if (!newer) return false
  document.getElementById('documents').replaceWith(newer)
  prepare()
  document.getElementById('documents-outcome')?.focus()
  return true
}

async function upload(form) {
  const files = [...form.elements.file.files]
  if (isBusy || files.length === 0) return
  isBusy = true
  const shown = showProgress(form)
  const fields = [...new FormData(form)].filter(([name]) => name !== 'file' && name !== 'upload')
  form.elements.file.disabled = true
  let page
  let failed
  for (const file of files) {
    shown.status.textContent = shown.section.dataset.preparing
    const photo = await smaller(file)
    failed = photo.size > mostBytes ? shown.section.dataset.large : undefined
    if (failed) break
    sessionStorage.setItem(mark, markOf(form))
    const named = photo.size > partBytes ? await sendParts(form, fields, photo, shown) : undefined
    const body = formOf([...fields, ['upload', newId()], ...(named ?? [])])
    // What a file is called is nobody's business.
    if (!named) body.append('file', photo, 'photo')
    page = await sendUntilThere(form.action, body, shown, 'document', named ? 1 : 0, 1)
    sessionStorage.removeItem(mark)
    // What was not taken is said before the next one goes.
    if (!page?.getElementById('documents') || page.querySelector('#documents .summary')) break
  }
  isBusy = false
  if (!failed && take(page)) return
  shown.bar.remove()
  shown.status.className = 'message'
  shown.status.setAttribute('role', 'alert')
  shown.status.textContent = failed ?? shown.section.dataset.failed
  form.elements.file.disabled = false
  form.elements.file.value = ''
  form.querySelector('.chosen')?.remove()
}

document.addEventListener('change', ({ target }) => {
  if (target.type !== 'file') return
  const { form } = target
  form.querySelector('.sending')?.remove()
  form.querySelector('.resume')?.remove()
  if (form.querySelector('select')) sayChosen(form)
  else upload(form)
})
document.addEventListener('submit', (event) => {
  if (!event.target.matches('form.upload')) return
  // Without a file the page says that there is none.
  if (event.target.elements.file.files.length === 0) return
  event.preventDefault()
  upload(event.target)
})
addEventListener('beforeunload', (event) => { if (isBusy) event.preventDefault() })
prepare()
`

/** `/assets/documents.js`. */
export const uploadScriptRoutes = new Hono().get('/documents.js', (c) =>
  c.body(uploadScript, 200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=300',
  }),
)
