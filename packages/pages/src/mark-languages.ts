/**
 * The languages of a page for whoever reads Mongolian: as long as texts are missing they are Chinese, and a screen reader
 * must be told which is which (WCAG 3.1.1 and 3.1.2). The two are told apart by their scripts, so that nothing has to be
 * marked where it is written, and data of a case are marked like texts of ours. Attributes are left: HTML cannot mark them.
 */

type Marked = 'zh-CN' | 'mn-Mong'

const han = '\\p{Script=Han}'
const mongolian = '\\p{Script=Mongolian}'
/** From the first to the last letter of one script, with no letter of the other between. */
const stretch = new RegExp(`${han}[^${mongolian}]*${han}|${mongolian}[^${han}]*${mongolian}|[${han}${mongolian}]`, 'gu')
/** An opening tag with the text that follows, and the closing tag where the text is all that the element holds. */
const textNode = /<(\w+)((?:\s[^<>]*)?)\/?>([^<>]+)(?=(<\/\1>)?)|(<\/\w+>)([^<>]+)/g
const isMongolian = (text: string): boolean => new RegExp(mongolian, 'u').test(text)
const languageOfStretch = (text: string): Marked => (isMongolian(text) ? 'mn-Mong' : 'zh-CN')

/** The language of a text by its script: Mongolian where any of it is, else Chinese; undefined where it has neither's letters. */
export const languageOfText = (text: string): Marked | undefined =>
  isMongolian(text) ? 'mn-Mong' : new RegExp(han, 'u').test(text) ? 'zh-CN' : undefined

/** What is marked as Chinese on a page that is Chinese anyway: names and quotations, and nothing within them. */
const needless = /<span lang="zh-CN">([^<]*)<\/span>/g

/**
 * Says of each text of a page for readers of Mongolian which language it is in. Pages in English stay as they are; those in
 * Chinese lose the marks that say what their own language says.
 */
export function markLanguages(page: string): string {
  const opening = '<html lang="mn-Mong"'
  if (page.startsWith('<html lang="zh-CN"')) return page.replace(needless, '$1')
  if (!page.startsWith(opening)) return page
  const [head = '', body = ''] = splitAtBody(page)
  const counts = { 'zh-CN': 0, 'mn-Mong': 0 }
  for (const [, , attributes = '', text, , , after] of body.matchAll(textNode)) {
    if (/\slang="/.test(attributes)) continue
    for (const [found] of (text ?? after ?? '').matchAll(stretch)) counts[languageOfStretch(found)] += 1
  }
  // The language of a page is the one that most of it is in.
  const main: Marked = counts['mn-Mong'] > counts['zh-CN'] ? 'mn-Mong' : 'zh-CN'
  const marked = [head, body].map((part) => part.replace(textNode, (whole, ...groups) => mark(whole, groups, main)))
  return `<html lang="${main}"${marked.join('').slice(opening.length)}`
}

function splitAtBody(page: string): [string, string] {
  const at = Math.max(page.indexOf('<body'), 0)
  return [page.slice(0, at), page.slice(at)]
}

function mark(whole: string, groups: unknown[], main: Marked): string {
  const [tag = '', attributes = '', text, closing, closed = '', after] = groups.map((group) =>
    typeof group === 'string' ? group : undefined,
  )
  if (text === undefined) return after === undefined ? whole : closed + inSpans(after, main)
  if (tag === 'script' || tag === 'style' || /\slang="/.test(attributes)) return whole
  const languages = new Set([...text.matchAll(stretch)].map(([found]) => languageOfStretch(found)))
  const [only] = languages
  if (languages.size === 1 && closing !== undefined)
    return only === main ? whole : `<${tag}${attributes} lang="${only}">${text}`
  // An option or a title holds no other element.
  if (tag === 'option' || tag === 'title' || tag === 'textarea') return whole
  return `<${tag}${attributes}>${inSpans(text, main)}`
}

const inSpans = (text: string, main: Marked): string =>
  text.replace(stretch, (found) => {
    const language = languageOfStretch(found)
    return language === main ? found : `<span lang="${language}">${found}</span>`
  })
