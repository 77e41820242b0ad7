import { listed } from '@jiekun/pages'
import { type Reader, sayCode } from '../texts/texts.ts'
import type { DocumentRow } from './store.ts'

/** Which papers were given, in a line: how many of each kind. */
export function GivenKinds({
  reader: { say, language },
  documents,
}: {
  reader: Reader
  documents: readonly DocumentRow[]
}) {
  const kinds = Map.groupBy(documents, ({ kind }) => kind)
  if (kinds.size === 0) return <p>{say('documents.none')}</p>
  const parts = [...kinds].map(([kind, given]) => `${sayCode(say, 'option.kind', kind)} × ${given.length}`)
  return <p>{listed(parts, language)}</p>
}
