import { type Member, maxDocuments } from '@jiekun/schema'
import { type AskedDocument, hasRoom } from '../asked-documents.ts'
import { validUntil } from './validity.ts'

/** A paper of an earlier case, as far as it decides whether it is taken again. */
export interface EarlierDocument {
  id: string
  kind: string
  memberId: string
  contentMac: string
  /** ISO date. */
  givenOn: string
}

/** What becomes of it: it can be taken, for this paper; it is too old; nobody asks for it; it is here; there is no room. */
export type Reuse<D> = { document: D } & (
  | { may: 'take'; asked: AskedDocument }
  | { may: 'too-old'; until: string }
  | { may: 'not-asked' | 'known' | 'full' }
)

/** What decides where a paper of an earlier household belongs in one of now. */
export interface Households {
  asked: readonly AskedDocument[]
  /** What is here already. */
  here: readonly { kind: string; memberId: string; contentMac: string }[]
  earlierMembers: readonly Pick<Member, 'memberId' | 'relation' | 'birthDate'>[]
  /** ISO date. */
  today: string
}

/**
 * What of an earlier case is taken over: whatever is asked for, is not too old, and is not here already, as long as there
 * is room. Whose paper it is is found by relation and day of birth, as each household numbers its members itself.
 */
export function reusable<D extends EarlierDocument>(documents: readonly D[], now: Households): Reuse<D>[] {
  const here = [...now.here]
  return documents.map((document): Reuse<D> => {
    const asked = now.asked.find((each) => isSame(each, document, now.earlierMembers))
    if (!asked) return { document, may: 'not-asked' }
    const until = validUntil(document.kind, document.givenOn, now.today)
    if (until !== null && until < now.today) return { document, may: 'too-old', until }
    const { kind, memberId } = asked
    const { contentMac } = document
    if (here.some((each) => each.kind === kind && each.memberId === memberId && each.contentMac === contentMac)) {
      return { document, may: 'known' }
    }
    if (here.length >= maxDocuments || !hasRoom(asked, here)) return { document, may: 'full' }
    here.push({ kind, memberId, contentMac })
    return { document, may: 'take', asked }
  })
}

function isSame(
  asked: AskedDocument,
  { kind, memberId }: EarlierDocument,
  members: Households['earlierMembers'],
): boolean {
  if (asked.kind !== kind) return false
  if (asked.memberId === memberId) return asked.relation === undefined || isPerson(asked, memberId, members)
  return asked.relation !== undefined && isPerson(asked, memberId, members)
}

const isPerson = (asked: AskedDocument, memberId: string, members: Households['earlierMembers']): boolean =>
  members.some(
    (member) =>
      member.memberId === memberId &&
      member.relation === asked.relation &&
      (member.relation === 'applicant' || member.birthDate === asked.birthDate),
  )
