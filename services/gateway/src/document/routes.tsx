import { frameOf, html } from '@jiekun/pages'
import { sha256 } from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import { ConnectPage } from './connect/connect-page.tsx'
import { connectStyle } from './connect/connect-style.ts'
import { sampleEvent } from './connect/sample-event.ts'
import { writtenDocument } from './document.ts'
import { ReferencePage } from './reference-page.tsx'
import { style } from './style.ts'

const cacheControl = 'public, max-age=300'

const styled = { 'content-type': 'text/css; charset=utf-8', 'cache-control': cacheControl }

/** `/openapi.json` and `/docs`: the API, for programs and for engineers; `/docs/connect`: how a department connects its system. */
export const documentRoutes = new Hono()
  .get('/openapi.json', async (c) => {
    const { text, etag } = await writtenDocument()
    return cached(c, etag, text, 'application/json')
  })
  .get('/docs', async (c) => {
    const { text, etag } = await writtenPage()
    return cached(c, etag, text, 'text/html; charset=utf-8')
  })
  .get('/docs/style.css', (c) => c.body(style, 200, styled))
  .get('/docs/connect', async (c) => {
    sample ??= sampleEvent()
    return html(c, <ConnectPage reader={frameOf(c)} sample={await sample} />)
  })
  .get('/docs/connect.css', (c) => c.body(connectStyle, 200, styled))

/** The sample, signed once for each isolate. */
let sample: ReturnType<typeof sampleEvent> | undefined

let page: Promise<{ text: string; etag: string }> | undefined

/** The page, written once for each isolate. */
function writtenPage() {
  page ??= writePage()
  return page
}

async function writePage() {
  const { document } = await writtenDocument()
  const text = `<!doctype html>${<ReferencePage document={document} />}`
  return { text, etag: `"${(await sha256(text)).slice(0, 16)}"` }
}

/** A text that changes with the code alone; 304 for whoever has it already. */
function cached(c: Context, etag: string, text: string, type: string): Response {
  const headers = { etag, 'cache-control': cacheControl }
  const known = (c.req.header('if-none-match') ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''))
  return known.includes(etag) ? c.body(null, 304, headers) : c.body(text, 200, { ...headers, 'content-type': type })
}
