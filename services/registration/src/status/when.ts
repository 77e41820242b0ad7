/** A moment as a reader of that language writes it, in China's time. */
export const when = (at: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(at),
  )

/** An ISO date as people write it. */
export const onDay = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(day))
