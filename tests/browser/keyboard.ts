import type { Page } from 'playwright-core'
import type { PageAnswers } from '../../services/registration/src/apply/answers.ts'

/** Where the keyboard is. */
export interface Stop {
  tag: string
  type: string
  name: string
  id: string
  text: string
  inMain: boolean
  /** Whether its mark can be seen: in the window, at least 2 px wide, with a contrast of 3 : 1 to what it lies on. */
  isSeen: boolean
  /** From the top of the page, px. */
  top: number
  /** Of a choice, its values in their order. */
  values: string[]
}

const whereScript = `(() => {
  const each = document.activeElement
  const style = getComputedStyle(each)
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number)
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0)
  let under = each.parentElement
  while (under && rgb(getComputedStyle(under).backgroundColor)[3] === 0) under = under.parentElement
  const ground = light(under ? rgb(getComputedStyle(under).backgroundColor) : [255, 255, 255])
  const contrast = (text) => { const mark = light(rgb(text)); return (Math.max(mark, ground) + .05) / (Math.min(mark, ground) + .05) }
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && contrast(style.outlineColor) >= 3
  const ringed = style.boxShadow !== 'none' && contrast(style.boxShadow) >= 3
  const box = each.getBoundingClientRect()
  const inWindow = box.bottom > 0 && box.top < innerHeight && box.width > 0
  const values = each.type === 'radio'
    ? [...document.querySelectorAll('input[type=radio]')].filter((other) => other.name === each.name).map((other) => other.value)
    : each.tagName === 'SELECT' ? [...each.options].map((option) => option.value) : [each.value ?? '']
  return {
    tag: each.tagName.toLowerCase(), type: each.type ?? '', name: each.name ?? '', id: each.id, values,
    text: each.textContent.trim().slice(0, 40), inMain: each.closest('main') !== null && each.tagName !== 'MAIN',
    isSeen: inWindow && (outlined || ringed), top: Math.round(box.top + scrollY),
  }
})()`

/** Where the keyboard is now. */
export const stopOf = (page: Page): Promise<Stop> => page.evaluate<Stop>(whereScript)

/** Somebody without a mouse, who sees where they are, or the test fails. */
export interface Typist {
  /** Goes on by Tab until a stop fits; every stop on the way must be seen, and none lie above the one before. */
  reach(fits: (stop: Stop) => boolean): Promise<Stop>
  /** Answers what the keyboard comes by, and presses the button at the end. */
  answer(answers: PageAnswers): Promise<void>
  /** Presses Enter on what leads to another page, and waits for it. */
  enter(): Promise<void>
}

/** Stops on one page beyond which the keyboard is caught somewhere. */
const mostStops = 120

export function typistAt(page: Page): Typist {
  const enter = async (): Promise<void> => {
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  }
  const step = async (before: Stop | undefined): Promise<Stop> => {
    await page.keyboard.press('Tab')
    const stop = await stopOf(page)
    const where = `${stop.tag} ${stop.name || stop.id || stop.text} on ${page.url()}`
    if (!stop.isSeen) throw new Error(`the keyboard is not seen at ${where}`)
    // Buttons that stand beside each other are at one height, more or less.
    if (before && stop.top < before.top - 40) throw new Error(`the keyboard goes up to ${where}`)
    return stop
  }
  const reach: Typist['reach'] = async (fits) => {
    let stop: Stop | undefined
    for (let stops = 0; stops < mostStops; stops++) {
      stop = await step(stop)
      if (fits(stop)) return stop
    }
    throw new Error(`not reached on ${page.url()}`)
  }
  return {
    enter,
    reach,
    async answer(answers) {
      let stop = await stopOf(page)
      const dates = new Set<string>()
      for (let stops = 0; stops < mostStops; stops++) {
        stop = await step(stop.inMain ? stop : undefined)
        if (stop.tag === 'button' && stop.inMain) return enter()
        if (!(stop.name in answers) || dates.has(stop.name)) continue
        await typeInto(page, stop, answers[stop.name] ?? [])
        if (stop.type === 'date') dates.add(stop.name)
      }
      throw new Error(`the end of ${page.url()} is not reached`)
    },
  }
}

async function typeInto(page: Page, stop: Stop, texts: readonly string[]): Promise<void> {
  const [text = ''] = texts
  if (stop.type === 'checkbox') {
    if (texts.includes(stop.values[0] ?? '')) await page.keyboard.press('Space')
  } else if (stop.type === 'radio') {
    const at = stop.values.indexOf(text)
    if (at === 0) await page.keyboard.press('Space')
    for (let presses = 0; presses < at; presses++) await page.keyboard.press('ArrowDown')
  } else if (stop.tag === 'select') {
    for (let presses = 0; presses < stop.values.indexOf(text); presses++) await page.keyboard.press('ArrowDown')
  } else if (stop.type === 'date') {
    // Month, day and year are stops within the field, in the order of this browser's own language.
    const [year = '', month = '', day = ''] = text.split('-')
    await page.keyboard.type(month + day + year)
  } else {
    await page.keyboard.type(text)
  }
}
