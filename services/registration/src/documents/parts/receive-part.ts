import { env } from 'cloudflare:workers'
import { maxDocumentBytes, partBytes } from '@jiekun/schema'
import { ProblemError, type ServiceContext, sha256OfBytes } from '@jiekun/worker'
import { joined } from '../content/bytes.ts'
import type { Bytes } from '../content/check-content.ts'
import type { ReceivedUpload } from '../receive-upload.ts'
import { type Holder, holderId } from '../store.ts'
import {
  announcePart,
  findOldParts,
  forgetParts,
  type KeptPart,
  keepPart,
  loadParts,
  type Part,
  partKey,
} from './part-store.ts'

/** A file that comes in parts, as its form names it: by the digest of its content, and how long it is. */
export interface PartedFile {
  content: string
  total: number
}

const digestForm = /^[0-9a-f]{64}$/

/** The file that a form speaks of; undefined where it brings its file whole. Ends the request where it names none that can be. */
export function partedFileOf({ text }: ReceivedUpload): PartedFile | undefined {
  const content = text('content')
  if (content === '') return undefined
  const total = Number(text('total'))
  if (!digestForm.test(content) || !Number.isInteger(total) || total < 1) throw new ProblemError('invalid-input')
  if (total > maxDocumentBytes) throw new ProblemError('too-large')
  return { content, total }
}

/** Only whoever gives a file for the same form or case finds its parts. */
const sessionOf = async (
  { keyring }: ServiceContext,
  holder: Holder,
  { content, total }: PartedFile,
): Promise<string> =>
  (await keyring.blindIndex('document parts', `${holderId(holder)}:${content}:${total}`)).slice(0, 32)

/** How much of a file is there without a gap, bytes. */
function received(parts: readonly KeptPart[]): number {
  let end = 0
  for (const { start, bytes } of parts) if (start === end) end += bytes
  return end
}

/**
 * Takes a part of a file, or, where none comes, tells only how much is there. @returns the bytes that need not be sent again.
 */
export async function receivePart(ctx: ServiceContext, holder: Holder, upload: ReceivedUpload): Promise<number> {
  const file = partedFileOf(upload)
  if (!file) throw new ProblemError('invalid-input')
  const session = await sessionOf(ctx, holder, file)
  const { bytes } = upload
  if (!bytes) return received(await loadParts(ctx.db, session))
  const start = Number(upload.text('start'))
  const fits = start % partBytes === 0 && start < file.total
  if (!fits || bytes.byteLength !== Math.min(partBytes, file.total - start)) throw new ProblemError('invalid-input')
  const part: Part = { session, holder: holderId(holder), start, bytes: bytes.byteLength }
  const state = await announcePart(ctx.db, part, ctx.now)
  if (state === undefined) throw new ProblemError('too-large')
  if (state === 'kept') return received(await loadParts(ctx.db, session))
  await env.DOCUMENTS.put(partKey(part), await ctx.keyring.sealBytes(bytes, partKey(part)))
  return received(await keepPart(ctx.db, part))
}

/** A file put together from its parts; undefined where some are missing, or they are not what was announced. */
export async function assemble(ctx: ServiceContext, holder: Holder, file: PartedFile): Promise<Bytes | undefined> {
  const session = await sessionOf(ctx, holder, file)
  const parts = await loadParts(ctx.db, session)
  if (received(parts) !== file.total) return undefined
  const opened = await Promise.all(
    parts.map(async (part) => {
      const sealed = await env.DOCUMENTS.get(partKey(part))
      return sealed && ctx.keyring.unsealBytes(new Uint8Array(await sealed.arrayBuffer()), partKey(part))
    }),
  )
  if (opened.some((bytes) => bytes === null)) return undefined
  const whole = joined(opened.filter((bytes) => bytes !== null))
  return (await sha256OfBytes(whole)) === file.content ? whole : undefined
}

/** Throws away the parts of a file that is whole now, or that was not taken. */
export async function discardParts(ctx: ServiceContext, holder: Holder, file: PartedFile): Promise<void> {
  const parts = await loadParts(ctx.db, await sessionOf(ctx, holder, file))
  await destroy(ctx.db, parts.map(partKey))
}

/** Throws away parts whose file was never finished. */
export const sweepParts = async ({ db, now }: ServiceContext): Promise<void> => destroy(db, await findOldParts(db, now))

/** The bytes go first; the row is what finds them again after a crash. */
async function destroy(d1: D1Database, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await env.DOCUMENTS.delete(ids)
  await forgetParts(d1, ids)
}
