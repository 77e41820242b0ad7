import { documentMediaTypeSchema, documentMediaTypes } from '@jiekun/schema'

/**
 * How a document is sent: as a file to keep, of the type that its content had, that no browser takes for anything else,
 * shows beside a page or keeps a copy of. Its name is ours; what it was called on somebody's phone is not known here.
 */
export function fileHeaders({ kind, mediaType }: { kind: string; mediaType: string }): Record<string, string> {
  const type = documentMediaTypeSchema.parse(mediaType)
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${kind.replaceAll('_', '-')}.${documentMediaTypes[type]}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private, no-store',
  }
}
