import { readFileSync } from 'node:fs'
import { receiptSchema } from '@jiekun/schema'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newApplication } from '../generators/person.ts'
import { workedHousehold } from '../generators/worked-households.ts'
import { samplePdf, samplePhoto } from '../samples/sample-photo.ts'
import { eventually, type House, openHouse } from '../system/house.ts'
import { visit } from '../system/visitor.ts'
import { findFaults } from './audit-page.ts'
import { follow, openBrowser } from './browser.ts'
import { openLine } from './line.ts'

let house: House
let browser: Browser
beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await house.close()
})

let context: BrowserContext
let page: Page
const open = async (options: Parameters<Browser['newContext']>[0]): Promise<void> => {
  context = await browser.newContext({ locale: 'zh-CN', ...options })
  page = await context.newPage()
}
afterEach(() => context.close())

const file = (name: string, mimeType: string, bytes: Uint8Array) => ({ name, mimeType, buffer: Buffer.from(bytes) })
const photo = () => file('IMG_0001.jpg', 'image/jpeg', samplePhoto('jpg'))

async function beginForm(url = house.url): Promise<void> {
  await page.goto(`${url}/apply`)
  await follow(page, 'main button')
  await page.goto(`${url}/apply/documents`)
}

/** The type and size of what is kept, of one draft at a time. */
const kept = async () => {
  const { results } = await house.db
    .prepare("SELECT kind, media_type AS type, bytes FROM documents WHERE state = 'kept' ORDER BY created_at, id")
    .all<{ kind: string; type: string; bytes: number }>()
  return results
}
beforeEach(async () => {
  await house.db.prepare('DELETE FROM documents').run()
})

/** What the frame of a JPEG says. */
function sizeOf(jpeg: Buffer) {
  const frame = jpeg.indexOf(Buffer.of(0xff, 0xc0))
  return { height: jpeg.readUInt16BE(frame + 5), width: jpeg.readUInt16BE(frame + 7) }
}

/** A photo of many megapixels with noise in it, as a telephone takes it; made by the browser itself. */
async function largePhoto(): Promise<Uint8Array> {
  const base64 = await page.evaluate<string>(`(async () => {
    const canvas = new OffscreenCanvas(3000, 2250)
    const pen = canvas.getContext('2d')
    for (let at = 0; at < 4000; at++) {
      pen.fillStyle = 'hsl(' + (at * 37) % 360 + ' 60% ' + (20 + at % 60) + '%)'
      pen.fillRect((at * 7919) % 3000, (at * 104729) % 2250, 80, 60)
    }
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer())
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return btoa(text)
  })()`)
  return Buffer.from(base64, 'base64')
}

describe('without JavaScript on a small telephone', () => {
  beforeEach(() => open({ viewport: { width: 360, height: 800 }, javaScriptEnabled: false }))

  it('a photo is given, replaced and removed, and the form goes on with none', async () => {
    await beginForm()
    expect(await page.textContent('main')).toContain('材料不是必须的')
    const item = '#file-resident_id-applicant'
    await page.setInputFiles(item, file('page.jpg', 'image/jpeg', Buffer.from('<svg onload="alert(1)"/>')))
    await follow(page, `form.upload:has(${item}) button`)
    expect(await page.textContent('.summary')).toContain('这不是照片或 PDF')
    await page.setInputFiles(item, photo())
    await follow(page, `form.upload:has(${item}) button`)
    expect(await page.textContent('#documents-outcome')).toContain('已保存')
    expect(await page.textContent('main')).not.toContain('IMG_0001')
    expect(await kept()).toMatchObject([{ kind: 'resident_id', type: 'image/jpeg' }])

    await page.click('#documents summary')
    await page.setInputFiles('[id^=replace-]', file('scan.pdf', 'application/pdf', samplePdf()))
    await follow(page, 'details form.upload button')
    expect(await kept()).toMatchObject([{ type: 'application/pdf' }])
    await follow(page, '#documents form[action$="/remove"] button')
    expect(await page.textContent('#documents-outcome')).toContain('已删除')
    expect(await kept()).toEqual([])
    await follow(page, '.actions button')
    expect(page.url()).toMatch(/\/apply\/consents$/)
  })
})

describe.each([false, true])('documents of an earlier application, with JavaScript %s', (javaScriptEnabled) => {
  beforeEach(() => open({ viewport: { width: 360, height: 800 }, javaScriptEnabled }))

  it('are found by its number and code and taken over at one tap', async () => {
    const json = newApplication(workedHousehold('H01').household, javaScriptEnabled ? 6201 : 6200)
    const earlier = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
    const { caseNumber, accessCode } = earlier
    const form = { caseNumber, accessCode, item: 'household_register:' }
    await visit(house).upload('/status/documents/files', form, { bytes: samplePhoto('jpg') })
    const check = async () => {
      if (javaScriptEnabled) expect(await findFaults(page)).toEqual([])
    }
    const look = async () => {
      if (!(await page.isVisible('#earlier-number'))) await page.click('#earlier summary')
      await page.fill('#earlier-number', caseNumber)
      await page.fill('#earlier-code', accessCode)
      await check()
      await follow(page, '#earlier button')
    }
    await beginForm()
    await look()
    expect(await page.textContent('#earlier-error')).toContain('请先填好您的身份证号码')
    await check()
    await follow(page, '#earlier-error a')
    await page.fill('#idNumber', json.identity.idNumber)
    await page.fill('#name', json.identity.name)
    await page.fill('#phone', json.identity.phone)
    await page.fill('#address', json.identity.address)
    await page.selectOption('#countyCode', json.countyCode)
    await page.check('input[name=applicantAlive][value=yes]')
    await follow(page, 'main form button')
    await page.goto(`${house.url}/apply/documents`)
    await look()
    expect(await page.textContent('main')).toContain('户口簿')
    await check()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/earlier.png`, fullPage: true })
    await follow(page, 'form[action="/apply/documents/take"] button')
    expect(await page.textContent('#documents-outcome')).toContain('已带过来')
    expect(await page.textContent('#documents li')).toContain(`来自以前的申请 ${caseNumber}`)
    expect(page.url()).not.toContain(accessCode)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/taken.png`, fullPage: true })
    await check()
  })
})

describe('with JavaScript', () => {
  beforeEach(() => open({ viewport: { width: 1280, height: 900 } }))

  it('photos go as soon as they are chosen, several at once, made small and without their place', async () => {
    await beginForm()
    const large = await largePhoto()
    await page.setInputFiles('#file-household_register-', [file('a.jpg', 'image/jpeg', large), photo()])
    await page.waitForSelector('#documents-outcome')
    expect(await page.locator('#documents li').count()).toBe(2)
    const [first, second] = await kept()
    expect([first?.kind, second?.kind]).toEqual(['household_register', 'household_register'])
    expect(Math.max(first?.bytes ?? 0, second?.bytes ?? 0)).toBeLessThan(large.byteLength / 2)
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#documents li >> nth=0 >> a')])
    expect(sizeOf(readFileSync(await download.path()))).toEqual({ width: 2000, height: 1500 })
    expect(download.suggestedFilename()).toBe('household-register.jpg')

    await page.setInputFiles('#file-other-', file('x.jpg', 'image/jpeg', Buffer.from('no photo')))
    await page.waitForSelector('#file-other--error')
    expect(await page.evaluate('document.activeElement.id')).toBe('documents-outcome')
  })

  it('an upload that the network cuts off half-way says so and goes on at a tap, without choosing again', async () => {
    const line = await openLine(house.url)
    await beginForm(line.url)
    const large = await largePhoto()
    line.does = 'cut'
    await page.setInputFiles('#file-other-', file('a.jpg', 'image/jpeg', large))
    await page.waitForSelector('.sending button.retry')
    expect(await page.textContent('.sending')).toContain('照片还在，不用重新选')
    expect([line.cuts > 0, await kept()]).toEqual([true, []])
    expect(await findFaults(page)).toEqual([])
    line.does = 'work'
    await page.click('.sending button.retry')
    await page.waitForSelector('#documents-outcome')
    expect(await kept()).toMatchObject([{ kind: 'other', type: 'image/jpeg' }])
    expect(await page.locator('.sending').count()).toBe(0)
    line.close()
  })

  /** A PDF that no browser makes smaller, so that its bytes are the same each time it is chosen. */
  const scan = () => {
    const padding = Buffer.alloc(900_000, 'x ')
    const bytes = Buffer.from(samplePdf()).toString('latin1').replace('/JS 1 q Q  ', `/JS 1 q Q ${padding}`)
    return file('scan.pdf', 'application/pdf', Buffer.from(bytes.replace('/Length 12', `/Length ${900_011}`), 'latin1'))
  }

  it('an upload that is cut off after half a megabyte sends only the rest when it goes on', async () => {
    const line = await openLine(house.url)
    await beginForm(line.url)
    Object.assign(line, { does: 'cut', cutAfter: 500_000 })
    await page.setInputFiles('#file-other-', scan())
    await page.waitForSelector('.sending button.retry')
    const before = line.arrived
    line.does = 'work'
    await page.click('.sending button.retry')
    await page.waitForSelector('#documents-outcome')
    expect(await kept()).toMatchObject([{ kind: 'other', type: 'application/pdf' }])
    // What had arrived of the part that broke is sent again; nothing of those before it.
    expect(before).toBeGreaterThan(380_000)
    expect(line.arrived - before).toBeLessThan(650_000)
    line.close()
  })

  it('an upload that broke goes on after a reload, once the same file is chosen again, and sends only the rest', async () => {
    const line = await openLine(house.url)
    await beginForm(line.url)
    Object.assign(line, { does: 'cut', cutAfter: 500_000 })
    await page.setInputFiles('#file-other-', scan())
    await page.waitForSelector('.sending button.retry')
    const before = line.arrived
    line.does = 'work'
    page.on('dialog', (dialog) => dialog.accept())
    await page.reload()
    expect(await page.textContent('form.upload:has(#file-other-) .resume')).toContain('会接着传')
    expect(await page.locator('.resume').count()).toBe(1)
    expect(await findFaults(page)).toEqual([])
    await page.setInputFiles('#file-other-', scan())
    await page.waitForSelector('#documents-outcome')
    expect(await page.textContent('#documents-outcome')).toContain('已保存')
    expect(await kept()).toMatchObject([{ kind: 'other', type: 'application/pdf' }])
    expect(line.arrived - before).toBeLessThan(650_000)
    expect(await page.locator('.resume').count()).toBe(0)
    await eventually(async () => {
      const { results } = await house.db.prepare('SELECT id FROM document_parts').all()
      return results.length === 0 ? true : undefined
    })
    line.close()
  })

  it('an upload whose answer is lost is sent again by itself and kept once', async () => {
    const line = await openLine(house.url)
    await beginForm(line.url)
    line.does = 'lose-answer'
    await page.setInputFiles('#file-other-', photo())
    await page.waitForSelector('.sending button.retry')
    expect(await kept()).toHaveLength(1)
    line.does = 'work'
    await page.waitForSelector('#documents-outcome')
    expect(await page.textContent('#documents-outcome')).toContain('已保存')
    expect([line.cuts > 0, (await kept()).length]).toEqual([true, 1])
    line.close()
  })

  it('the status page shows what was given and takes another one', async () => {
    const json = newApplication(workedHousehold('H01').household, 6100)
    const receipt = receiptSchema.parse((await house.send('POST', '/api/v1/applications', { json })).json)
    await page.setViewportSize({ width: 360, height: 800 })
    await page.goto(`${house.url}/status?lang=en`)
    await page.fill('#caseNumber', receipt.caseNumber)
    await page.fill('#accessCode', receipt.accessCode)
    await follow(page, 'main button')
    await page.click('#documents summary')
    await page.selectOption('#item', { label: 'Household register' })
    await page.setInputFiles('#file', photo())
    await page.click('form.upload button')
    await page.waitForSelector('#documents-outcome')
    expect(await page.textContent('#documents')).toContain('Saved')
    expect(await page.textContent('#documents li')).toContain('Household register')
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#documents li button')])
    expect(download.suggestedFilename()).toBe('household-register.jpg')
    expect(page.url()).not.toContain(receipt.accessCode)
  })
})
