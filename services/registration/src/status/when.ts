/** A moment as a reader of that language writes it, in China's time. */
export const when = (at: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(at),
  )
