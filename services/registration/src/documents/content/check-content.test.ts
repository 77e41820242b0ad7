import { maxDocumentBytes } from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { samplePdf, samplePhoto } from '../../../../../tests/samples/sample-photo.ts'
import { type Bytes, checkContent } from './check-content.ts'

const text = (each: string): Bytes => new Uint8Array(new TextEncoder().encode(each))
const whole = (...parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts))
const holds = (bytes: Uint8Array, each: string): boolean => Buffer.from(bytes).includes(each)
const script = '<script>alert(1)</script>'
const html = text(`<!doctype html><html><body>${script}</body></html>`)

/** The value, or why there is none. */
async function checked(bytes: Bytes) {
  const result = await checkContent(bytes)
  return result.ok ? result.value : result.refusal.reason
}
async function kept(bytes: Bytes): Promise<Bytes> {
  const value = await checked(bytes)
  if (typeof value === 'string') throw new Error(`refused: ${value}`)
  return value.bytes
}

describe('a file that is taken', () => {
  it.each([
    ['jpg', 'image/jpeg'],
    ['png', 'image/png'],
    ['heic', 'image/heic'],
  ] as const)('as %s is kept without place, maker and comments', async (type, mediaType) => {
    const photo = samplePhoto(type)
    expect(holds(photo, 'SECRETCAM')).toBe(true)
    expect(await checked(photo)).toMatchObject({ mediaType })
    const bytes = await kept(photo)
    for (const secret of ['SECRETCAM', script]) expect(holds(bytes, secret)).toBe(false)
    // What was cleaned once has nothing more to lose.
    expect(await kept(bytes)).toEqual(bytes)
  })

  it('still says which way is up, and nothing else of what a camera wrote', async () => {
    const bytes = await kept(samplePhoto('jpg'))
    expect(Buffer.from(bytes.subarray(2, 38)).toString('hex')).toBe(
      'ffe100224578696600004d4d002a00000008000101120003000000010006000000000000',
    )
  })

  it('ends where its picture or its last page does, whatever hangs on behind it', async () => {
    for (const file of [samplePhoto('jpg'), samplePhoto('png'), samplePdf()]) {
      const bytes = await kept(whole(file, html, text('PK\u0003\u0004')))
      expect(holds(bytes, '<')).toBe(holds(await kept(file), '<'))
      expect(bytes).toEqual(await kept(file))
    }
  })

  it('can be a PDF, in whose contents any letters may stand', async () => {
    expect(await checked(samplePdf())).toMatchObject({ mediaType: 'application/pdf' })
  })
})

describe('a file that is not taken', () => {
  const svg = text(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`)
  const table: [string, Bytes, string][] = [
    ['nothing', text(''), 'empty'],
    ['text', text('身份证'), 'other-type'],
    ['a page', html, 'other-type'],
    ['a drawing that can run', svg, 'other-type'],
    ['a drawing behind an XML head', whole(text('<?xml version="1.0"?>'), svg), 'other-type'],
    ['a script', text('#!/bin/sh\nrm -rf /'), 'other-type'],
    ['a program', whole(text('MZ'), new Uint8Array(200)), 'other-type'],
    ['a GIF', text('GIF89a\u0001\u0000\u0001\u0000'), 'other-type'],
    ['a page before a photo', whole(html, samplePhoto('jpg')), 'other-type'],
    ['a page before a PDF', whole(html, samplePdf()), 'other-type'],
    ['a page that begins like a JPEG', whole(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), html), 'broken'],
    ['a page that begins like a PNG', whole(samplePhoto('png').subarray(0, 8), html), 'other-type'],
    ['a page that begins like a PDF', whole(text('%PDF-1.4\n'), html), 'broken'],
    ['a page in a comment of a JPEG without a picture', commentOnly(html), 'broken'],
    ['a PDF with a script', samplePdf('/OpenAction <</S /JavaScript /JS (app.alert)>>'), 'active'],
    ['a PDF with a script by another spelling', samplePdf('/OpenAction <</S /J#61vaScript>>'), 'active'],
    ['a PDF that starts a program', samplePdf('/OpenAction <</S /Launch /F (cmd.exe)>>'), 'active'],
  ]
  it.each(table)('%s', async (_, bytes, reason) => {
    expect(await checked(bytes)).toBe(reason)
  })

  it('is one that ends too early, wherever it was cut', async () => {
    for (const type of ['jpg', 'png', 'heic'] as const) {
      const photo = samplePhoto(type)
      for (let length = 1; length < photo.byteLength; length++) {
        expect(typeof (await checked(photo.slice(0, length))), `${type} cut to ${length}`).toBe('string')
      }
    }
    const pdf = samplePdf()
    for (let length = 1; length < pdf.byteLength; length += 3) {
      expect(typeof (await checked(pdf.slice(0, length))), `PDF cut to ${length}`).toBe('string')
    }
  })

  it('is one that says it has more pixels than anybody can open', async () => {
    const png = samplePhoto('png')
    new DataView(png.buffer).setUint32(16, 60_000)
    new DataView(png.buffer).setUint32(20, 60_000)
    expect(await checked(png)).toBe('broken')
  })

  it('is one above the limit, and one of the limit is not refused for it', async () => {
    expect(await checked(new Uint8Array(maxDocumentBytes + 1))).toBe('too-large')
    expect(await checked(new Uint8Array(maxDocumentBytes))).toBe('other-type')
  })

  it('ends no check with an error, whatever bytes were changed', async () => {
    for (const type of ['jpg', 'png', 'heic'] as const) {
      const photo = samplePhoto(type)
      for (let at = 12; at < photo.byteLength; at++) {
        for (const byte of [0x00, 0x7f, 0xff]) {
          const changed = photo.slice()
          changed[at] = byte
          await checked(changed)
        }
      }
    }
  })
})

/** A JPEG of nothing but a comment. */
function commentOnly(comment: Uint8Array): Bytes {
  const length = comment.byteLength + 2
  return whole(Uint8Array.of(0xff, 0xd8, 0xff, 0xfe, length >> 8, length & 255), comment, Uint8Array.of(0xff, 0xd9))
}
