import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../infra/local/workers.ts'

/**
 * A picture of sixteen pixels by eight in one of three types, made by sharp and heif-enc; exiftool wrote into each a place,
 * the maker `SECRETCAM` and that it lies on its side, and into the JPEG and the PNG a script as comment.
 */
export const samplePhoto = (type: 'jpg' | 'png' | 'heic'): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(root, 'tests/samples', `photo.${type}`)))

/** A PDF of one empty page, with something more in its catalogue where that is asked for. */
export function samplePdf(catalogue = ''): Uint8Array<ArrayBuffer> {
  const text = `%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R ${catalogue}>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R>> endobj
4 0 obj <</Length 12>> stream
/JS 1 q Q  
endstream endobj
trailer <</Root 1 0 R>>
startxref
9
%%EOF`
  return new Uint8Array(new TextEncoder().encode(text))
}
