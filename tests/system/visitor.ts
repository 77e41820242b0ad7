import type { House } from './house.ts'

/** Somebody at a browser: keeps cookies, sends forms as a page of this house does, and follows nothing. */
export interface Visitor {
  cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Page>
  post(path: string, form: Record<string, string> | [string, string][], headers?: Record<string, string>): Promise<Page>
  /** Sends a form with a file, of whatever name and type it claims to be. */
  upload(path: string, form: Record<string, string>, file: UploadedFile | undefined): Promise<Page>
}

export interface UploadedFile {
  bytes: Uint8Array<ArrayBuffer>
  name?: string
  type?: string
}

export interface Page {
  status: number
  /** Where it leads on to, below the house. */
  location: string | null
  headers: Headers
  text: string
}

/** A browser at an address of its own, so that what one test gets wrong locks nobody else out. */
export function visit(house: Pick<House, 'url'>, address = newAddress()): Visitor {
  const cookies = new Map<string, string>()
  const send = async (
    method: string,
    path: string,
    body: string | FormData | undefined,
    headers: Record<string, string>,
  ) => {
    const response = await fetch(new URL(path, house.url), {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        'cf-connecting-ip': address,
        ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return { status: response.status, location, headers: response.headers, text: await response.text() }
  }
  return {
    cookies,
    get: (path, headers = {}) => send('GET', path, undefined, headers),
    post: (path, form, headers = {}) =>
      send('POST', path, new URLSearchParams(form).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        origin: house.url,
        'sec-fetch-site': 'same-origin',
        ...headers,
      }),
    upload: (path, form, file) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(form)) body.append(name, value)
      const { bytes, name = 'photo', type = 'image/jpeg' } = file ?? { bytes: new Uint8Array(), name: '' }
      body.append('file', new File([bytes], name, { type }))
      return send('POST', path, body, { origin: house.url, 'sec-fetch-site': 'same-origin' })
    },
  }
}

let visitors = 0
/** An address of the range for documentation. */
export function newAddress(): string {
  visitors += 1
  return `2001:db8:${visitors.toString(16)}::1`
}
