import type { Child } from 'hono/jsx'

const hanRuns = /(\p{Script=Han}(?:[^\p{Script=Latin}\p{Script=Mongolian}<>]*\p{Script=Han})?[）〕》]?)/u

/**
 * Data as they are, whatever language the page is in: a name, an address, a clause, what somebody wrote. What of it is
 * Chinese is marked as such, so that a screen reader for English does not spell it.
 */
export function Quoted({ text }: { text: string }) {
  const parts = text.split(hanRuns)
  return <>{parts.map((part, index) => (index % 2 === 1 ? <span lang="zh-CN">{part}</span> : part))}</>
}

/** A text of a catalogue with its `{names}` filled in by what is more than a text: data that must be marked. */
export function Filled({ text, with: values }: { text: string; with: Readonly<Record<string, Child>> }) {
  const parts = text.split(/\{(\w+)\}/)
  return <>{parts.map((part, index) => (index % 2 === 1 ? (values[part] ?? `{${part}}`) : part))}</>
}
