import { defaultBodyBytes } from '@jiekun/schema/api'
import type { Context } from 'hono'
import { ProblemError } from './problems.ts'

/** Reads the body, counting what really arrives: Content-Length is only a claim. Ends the request with 413. */
export async function readBytes(c: Context, maxBodyBytes = defaultBodyBytes): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(c.req.header('content-length') ?? Number.NaN)
  // No server passes on more than was declared, and in one go it costs a third of reading piece by piece.
  if (declared <= maxBodyBytes) return new Uint8Array(await c.req.raw.arrayBuffer())
  if (declared > maxBodyBytes) throw new ProblemError('too-large')
  const reader = c.req.raw.body?.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  // To its end even where it is too large: whoever is still sending sees a broken connection instead of an answer.
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) break
    size += value.byteLength
    if (size <= maxBodyBytes) parts.push(value)
  }
  if (size > maxBodyBytes) throw new ProblemError('too-large')
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

/** Reads the body as text, like {@link readBytes}. */
export const readText = async (c: Context, maxBodyBytes?: number): Promise<string> =>
  new TextDecoder('utf-8').decode(await readBytes(c, maxBodyBytes))

const contentType = (c: Context): string =>
  (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** A JSON body and the text it came as. Ends the request with 415, 413 or 400. */
export async function readJson(c: Context, maxBodyBytes?: number): Promise<{ text: string; json: unknown }> {
  if (contentType(c) !== 'application/json') throw new ProblemError('wrong-content-type', 'Send application/json')
  const text = await readText(c, maxBodyBytes)
  return { text, json: parseJson(text) }
}

/** Parses JSON or ends the request with 400. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ProblemError('malformed-json')
  }
}

/** A form body. Ends the request with 415 or 413. */
export async function readForm(c: Context): Promise<URLSearchParams> {
  if (contentType(c) !== 'application/x-www-form-urlencoded') throw new ProblemError('wrong-content-type')
  return new URLSearchParams(await readText(c))
}
