import type { Department } from './department.ts'
import type { Parsed } from './parse-notice.ts'
import type { Notice, TestNotice } from './types.ts'

/** What an office does about webhooks. It is called once for each id that has not been worked off; an error brings it again. */
export interface Handlers {
  /** Store it and come back at once: the house waits ten seconds. Answer the referral afterwards. */
  referral(notice: Notice, id: string): unknown
  test?(notice: TestNotice, id: string): unknown
  /** A kind of notice that came later than this kit. */
  other?(notice: Extract<Parsed, { kind: 'other' }>, id: string): unknown
}

const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })

/**
 * The endpoint of an office, for runtimes that speak Request and Response: 204 taken, 401 not from the house,
 * 422 malformed, 500 where a handler failed, which brings the webhook again.
 */
export async function handleRequest(department: Department, request: Request, handlers: Handlers): Promise<Response> {
  if (request.method !== 'POST') return plain(405, 'POST only')
  const rawBody = await request.text()
  const verified = await department.verify(request.headers, rawBody)
  if (!verified.ok) return plain(401, verified.reason)
  if (verified.duplicate) return new Response(null, { status: 204 })
  const parsed = department.parse(rawBody)
  try {
    if (parsed.kind === 'malformed') return plain(422, parsed.field)
    if (parsed.kind === 'referral') await handlers.referral(parsed.notice, verified.id)
    if (parsed.kind === 'test') await handlers.test?.(parsed.notice, verified.id)
    if (parsed.kind === 'other') await handlers.other?.(parsed, verified.id)
    await department.done(verified.id)
  } catch {
    return plain(500, 'not taken')
  }
  return new Response(null, { status: 204 })
}
