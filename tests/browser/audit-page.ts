import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** WCAG 2.2 AA, and what axe holds to be good practice besides. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The first few of many faults of a kind, with how many there are: what one repair puts right need not be read often. */
const fewOf = (kind: string, faults: readonly string[]): string[] => [
  ...faults.slice(0, 3).map((each) => `${kind}: ${each}`),
  ...(faults.length > 3 ? [`${kind}: ${faults.length - 3} more`] : []),
]

/** What axe finds on a page, a line each. */
export async function findFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze()
  return violations.flatMap(({ id, nodes }) =>
    fewOf(
      id,
      nodes.map(({ html }) => html.slice(0, 200)),
    ),
  )
}

/** What can be tapped and is smaller than 44 by 44 px, but for links within a sentence (WCAG 2.5.8). */
export async function findSmallTargets(page: Page): Promise<string[]> {
  const small = await page.evaluate<string[]>(`(() => {
    const targets = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')
    const inSentence = (each) => each.matches('a') && getComputedStyle(each).display === 'inline'
      && [...each.parentNode.childNodes].some((beside) => beside.nodeType === 3 && beside.data.trim() !== '')
    const small = []
    for (const each of targets) {
      if (!each.checkVisibility() || each.closest('.trap') || each.matches('.skip') || inSentence(each)) continue
      const { width, height } = (each.closest('.options label') ?? each.closest('.pick')?.querySelector('label') ?? each).getBoundingClientRect()
      if (width < 43.9 || height < 43.9) small.push(Math.round(width) + ' x ' + Math.round(height) + ': ' + each.outerHTML.slice(0, 160))
    }
    return small
  })()`)
  return fewOf('small', small)
}

/**
 * Whether a page is wider than its window, at widths and sizes of type as people set them; what sticks out is named. A page
 * in columns goes on sideways, and must not be higher than its window.
 */
export async function findOverflow(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const { width, type } of [
    { width: 360, type: 100 },
    { width: 320, type: 100 },
    { width: 320, type: 200 },
  ]) {
    await page.setViewportSize({ width, height: 800 })
    const wide = await page.evaluate<string[]>(`(() => {
      document.documentElement.style.fontSize = '${type}%'
      const root = document.documentElement
      const [end, length, room] = getComputedStyle(root).writingMode.startsWith('vertical')
        ? ['bottom', root.scrollHeight, root.clientHeight]
        : ['right', root.scrollWidth, root.clientWidth]
      if (length <= room) return []
      return [...document.body.querySelectorAll('*')]
        .filter((each) => each.getBoundingClientRect()[end] > room + 1 && each.childElementCount === 0)
        .map((each) => each.outerHTML.slice(0, 160)).concat('the page is ' + length + ' px')
    })()`)
    found.push(...fewOf(`wide at ${width} px and ${type} %`, wide))
  }
  await page.evaluate("document.documentElement.style.fontSize = ''")
  await page.setViewportSize({ width: 360, height: 800 })
  return found
}

/** Chinese words of an English page that are not marked as Chinese: what its text and what its attributes say. */
export async function findUnmarkedChinese(page: Page): Promise<string[]> {
  const unmarked = await page.evaluate<string[]>(`(() => {
    const han = /\\p{Script=Han}/u
    const found = []
    const isChinese = (element) => element.closest('[lang]')?.getAttribute('lang').startsWith('zh')
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      const { parentElement, textContent } = walk.currentNode
      if (han.test(textContent) && !isChinese(parentElement)) found.push(textContent.trim())
    }
    for (const element of document.querySelectorAll('*'))
      for (const { name, value } of element.attributes)
        if (han.test(value) && !isChinese(element) && name !== 'value') found.push(name + '=' + value)
    return found
  })()`)
  return fewOf('Chinese', unmarked)
}
