import { apiBase } from '@jiekun/schema/api'

/** An answer with headers of its own. */
export class Reply<T> {
  readonly body: T
  readonly headers: Record<string, string>
  constructor(body: T, headers: Record<string, string>) {
    this.body = body
    this.headers = headers
  }
}

const tagOf = (version: number): string => `"${version}"`

/** An answer that carries the version of what it shows, to be sent back as If-Match. */
export const tagged = <T>(body: T, version: number): Reply<T> => new Reply(body, { etag: tagOf(version) })

/** The answer to a creation: where the new thing is (a path below the API's base), and its version if it has one. */
export const created = <T>(body: T, path: string, version?: number): Reply<T> =>
  new Reply(body, { location: apiBase + path, ...(version === undefined ? {} : { etag: tagOf(version) }) })
