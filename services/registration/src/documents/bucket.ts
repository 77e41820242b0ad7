import { env } from 'cloudflare:workers'
import type { ServiceContext } from '@jiekun/worker'
import type { Bytes } from './content/check-content.ts'

/** Where the bytes of a document are sealed for, so that they open as this document alone. */
const placeOf = (id: string): string => `documents:${id}`

/** Puts the bytes of a document into the bucket, sealed: neither their name there nor anything beside them tells what they are. */
export async function putBytes({ keyring }: ServiceContext, id: string, bytes: Bytes): Promise<void> {
  await env.DOCUMENTS.put(id, await keyring.sealBytes(bytes, placeOf(id)))
}

/** The bytes of a document. Throws where they are gone, were altered, or are another document's. */
export async function openBytes({ keyring }: ServiceContext, id: string): Promise<Bytes> {
  const sealed = await env.DOCUMENTS.get(id)
  if (!sealed) throw new Error('the bytes of a kept document are not in the bucket')
  return keyring.unsealBytes(new Uint8Array(await sealed.arrayBuffer()), placeOf(id))
}

/** Deletes the bytes of documents; those that are gone already are no mistake. */
export const deleteBytes = (ids: readonly string[]): Promise<void> => env.DOCUMENTS.delete([...ids])
