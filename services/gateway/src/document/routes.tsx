import { sha256 } from '@jiekun/worker'
import { type Context, Hono } from 'hono'
import { writtenDocument } from './document.ts'
import { ReferencePage } from './reference-page.tsx'
import { style } from './style.ts'

const cacheControl = 'public, max-age=300'

/** `/openapi.json` and `/docs`: the API, for programs and for engineers. */
export const documentRoutes = new Hono()
  .get('/openapi.json', async (c) => {
    const { text, etag } = await writtenDocument()
    return cached(c, etag, text, 'application/json')
  })
  .get('/docs', async (c) => {
    const { text, etag } = await writtenPage()
    return cached(c, etag, text, 'text/html; charset=utf-8')
  })
  .get('/docs/style.css', (c) =>
    c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': cacheControl }),
  )

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
