import { ProblemError } from '@jiekun/worker'

/** The largest body of a webhook of an office, bytes: several times the longest answer. */
export const mostHookBytes = 64 * 1024

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
