/**
 * How a name is found that is stored only sealed: by keyed digests of the whole name, of its parts, and of how it begins.
 *
 * Who has the database without its key sees which applications share a digest, so every digest more gives something
 * away. Digests of all pairs of characters would give away the names themselves: how often each pair occurs is known, and
 * the surname stands unmasked beside it. So a Han name of two or three characters has one digest, of the whole; only
 * longer ones, which people know by their beginning (乌云其木格: 乌云), have a second one, of two characters; and names
 * written in parts (阿丽娅·买买提) have one for each part.
 */
import type { Keyring } from '@jiekun/worker'

/** What separates the parts of a name: spaces and the middle dots that keyboards offer. NFKC has made one of some of them. */
const separators = /[\s·•‧∙⋅・]+/u
/** What shows nowhere, or only in the shape of a letter (the variation selectors of Mongolian). */
const unseen = /\p{Cf}|\p{Variation_Selector}/gu
const hanPair = /^\p{Script=Han}{2}$/u

/** A name of fewer characters is found whole only. */
const shortestWithBeginning = 4
const mostParts = 6

const partsOf = (name: string): string[] =>
  name.normalize('NFKC').replace(unseen, '').toLowerCase().split(separators).filter(Boolean)

/** The texts that a name is found by, the whole first. */
export function nameForms(name: string): string[] {
  const parts = partsOf(name)
  const whole = parts.join('')
  const letters = Array.from(whole)
  const beginning = letters.slice(0, 2).join('')
  return [
    ...new Set([
      whole,
      ...parts.slice(0, mostParts).filter((part) => Array.from(part).length > 1),
      ...(letters.length >= shortestWithBeginning && hanPair.test(beginning) ? [beginning] : []),
    ]),
  ]
}

/** Half of a digest is enough to tell names apart, and makes an index half as long. */
const digest = async (keyring: Keyring, text: string): Promise<string> =>
  (await keyring.blindIndex('name', text)).slice(0, 32)

/** The digests to store for a name. */
export const nameTokens = (keyring: Keyring, name: string): Promise<string[]> =>
  Promise.all(nameForms(name).map((form) => digest(keyring, form)))

/** The digest to look for when somebody types a name, whole or one of the parts that it is found by. */
export const typedNameToken = (keyring: Keyring, typed: string): Promise<string> =>
  digest(keyring, partsOf(typed).join(''))
