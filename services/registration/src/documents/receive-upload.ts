import { maxUploadBytes } from '@jiekun/schema'
import { ProblemError, readBytes } from '@jiekun/worker'
import type { Context } from 'hono'
import type { Bytes } from './content/check-content.ts'

/** A form with a file, as a browser sends it. What the file is called and what type it claims to be is not read. */
export interface ReceivedUpload {
  /** A text of the form, cut to what an id can be. */
  text(name: string): string
  /** Undefined where no file was chosen. */
  bytes: Bytes | undefined
}

const uploadIdForm = /^[0-9a-f]{32}$/

/** Reads a multipart form. Ends the request with 415, 413 or 422. */
export async function receiveUpload(c: Context): Promise<ReceivedUpload> {
  const type = c.req.header('content-type') ?? ''
  if (!/^multipart\/form-data\s*;/i.test(type)) throw new ProblemError('wrong-content-type')
  const body = await readBytes(c, maxUploadBytes)
  const form = await parse(body, type)
  const file = form.get('file')
  const isChosen = typeof file === 'object' && file !== null && (file.size > 0 || file.name !== '')
  return {
    text: (name) => {
      const value = form.get(name)
      return typeof value === 'string' ? value.slice(0, 64) : ''
    },
    bytes: isChosen ? new Uint8Array(await file.arrayBuffer()) : undefined,
  }
}

async function parse(body: Bytes, type: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData()
  } catch {
    throw new ProblemError('invalid-input', 'The form is not whole')
  }
}

/** The name that a form gives its upload, so that the same one is known when it comes again; a new one where it gives none. */
export const uploadIdOf = ({ text }: ReceivedUpload): string =>
  uploadIdForm.test(text('upload')) ? text('upload') : newUploadId()

export const newUploadId = (): string => crypto.randomUUID().replaceAll('-', '')
