import { ProblemError, readBytes } from '@jiekun/worker'
import type { Context } from 'hono'

/** The largest body of a webhook of an office, bytes: several times the longest answer. */
const mostHookBytes = 64 * 1024

/**
 * Reads the body of a webhook as the text that was signed: nothing is left out or put in its place, also no byte order
 * mark. Ends the request with 413, or 400 where it is not UTF-8.
 */
export async function readSigned(c: Context): Promise<string> {
  const bytes = await readBytes(c, mostHookBytes)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new ProblemError('malformed-json')
  }
}

/**
 * A body as JSON, or undefined where it is none. It is looked at before its signature is checked, for the ids that say what
 * to read, so that one round trip reads all; nothing else of it counts before.
 */
export function unchecked(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** A body whose signature was right, as JSON; ends the request with 400 where it is none. */
export function checked(json: unknown): unknown {
  if (json === undefined) throw new ProblemError('malformed-json')
  return json
}
