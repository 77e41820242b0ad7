import type { Child } from 'hono/jsx'

/** A text in which what stands in backquotes is code. */
export const withCode = (text: string): Child =>
  text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))
