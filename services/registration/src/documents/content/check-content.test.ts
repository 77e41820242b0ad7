import { PDFDocument, PDFName } from '@cantoo/pdf-lib'
import { maxDocumentBytes } from '@jiekun/schema'
import { zlibSync } from 'fflate'
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

describe('what a PDF tells besides its pages', () => {
  /** A PDF of one page with a photo, an author, XMP and a file that hangs on it, as programs write one. */
  async function telling({ folded = false, encrypt = false } = {}): Promise<Bytes> {
    const document = await PDFDocument.create()
    const page = document.addPage([200, 200])
    page.drawImage(await document.embedJpg(samplePhoto('jpg')))
    document.setAuthor('王小明')
    document.setProducer('SECRETWRITER 9')
    document.setCreationDate(new Date('2020-05-05T00:00:00Z'))
    const xmp = document.context.stream('<x:xmpmeta>SECRETXMP</x:xmpmeta>', { Type: 'Metadata', Subtype: 'XML' })
    document.catalog.set(PDFName.of('Metadata'), document.context.register(xmp))
    await document.attach(text('SECRETATTACHMENT'), 'secret-name.txt')
    if (encrypt) document.encrypt({ userPassword: '', ownerPassword: 'bank', permissions: {} })
    return new Uint8Array(await document.save({ useObjectStreams: folded }))
  }
  const secrets = ['SECRETCAM', 'SECRETWRITER', 'SECRETXMP', 'secret-name', '2020', '738B0F660E']
  /** Everything that a PDF says, its compressed parts too, but its pages' own. */
  async function said(bytes: Bytes): Promise<string> {
    const { context } = await PDFDocument.load(bytes, { updateMetadata: false })
    const written = context.enumerateIndirectObjects().map(([, object]) => object.toString())
    return `${Buffer.from(bytes).toString('latin1')}${written.join('\n')}${String(context.trailerInfo.Info)}`
  }

  it.each([false, true])('is not kept, its pages are, compressed parts: %s', async (folded) => {
    const before = await telling({ folded })
    expect(await said(before)).toContain('SECRETCAM')
    const value = await checked(before)
    expect(value).toMatchObject({ mediaType: 'application/pdf', isAsIs: false })
    const bytes = await kept(before)
    const after = await said(bytes)
    for (const secret of secrets) expect([secret, after.includes(secret)]).toEqual([secret, false])
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    expect([document.getPageCount(), document.getAuthor()]).toEqual([1, undefined])
    expect(after).toMatch(/DCTDecode/)
    expect(await kept(bytes)).toEqual(bytes)
  })

  it('stays where the file is encrypted or cannot be taken apart, which is told', async () => {
    const encrypted = await telling({ encrypt: true })
    expect(await checked(encrypted)).toEqual({ mediaType: 'application/pdf', bytes: encrypted, isAsIs: true })
    const odd = text('%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\nstartxref\n0\n%%EOF')
    expect(await checked(odd)).toMatchObject({ isAsIs: true })
  })

  it('is read in its compressed parts too, where a script may stand', async () => {
    const document = await PDFDocument.create()
    document.addPage()
    document.addJavaScript('main', 'app.alert(1)')
    expect(await checked(new Uint8Array(await document.save({ useObjectStreams: true })))).toBe('active')
  })

  it('is unfolded no further than a Worker can bear', async () => {
    const unfolding = (megabytes: number): Bytes => {
      const folded = zlibSync(new Uint8Array(megabytes * 1024 * 1024), { level: 1 })
      const head = `%PDF-1.5
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
3 0 obj <</Type /Obj#53tm /X (stream) /N 1 /First 4 /Filter /FlateDecode /Length ${folded.byteLength}>> stream\n`
      return whole(text(head), folded, text('\nendstream endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF'))
    }
    expect(await checked(unfolding(1))).toMatchObject({ isAsIs: false })
    expect(await checked(unfolding(50))).toMatchObject({ isAsIs: true })
  })
})
