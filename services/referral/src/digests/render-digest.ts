import type { Language } from '@jiekun/schema'
import type { DigestCounts } from '@jiekun/schema/api'
import { catalogue, filled } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'

const parts = ['fresh', 'due', 'overdue', 'escalated', 'tasks', 'open'] as const satisfies (keyof DigestCounts)[]

/** The counts of a digest in words, without those of which there are none. */
export function digestWords(language: Language, counts: DigestCounts): string {
  const say = catalogue.sayIn(language)
  const said = parts
    .filter((part) => counts[part] > 0)
    .map((part) => {
      const key: TextKey = part === 'tasks' ? 'inbox.tasks' : `digest.${part}`
      return filled(say(key), { count: counts[part] })
    })
  if (said.length === 0) return say('inbox.clear')
  return said.join(language === 'en' ? ', ' : '，')
}

/** A digest as a message to its office: counts and the way to the inbox, nothing about anybody. */
export function renderDigest(
  language: Language,
  { officeName, counts, origin }: { officeName: string; counts: DigestCounts; origin: string },
): { subject: string; text: string } {
  const say = catalogue.sayIn(language)
  return {
    subject: filled(say('digest.subject'), { office: officeName, open: counts.open }),
    text: `${digestWords(language, counts)}\n${filled(say('digest.link'), { link: `${origin}/inbox` })}`,
  }
}
