import type { ApplicationState } from '@jiekun/schema'
import type { Search } from '@jiekun/schema/api'
import type { Keyring } from '@jiekun/worker'
import { normaliseCaseNumber, normaliseCode } from '../applications/access-code.ts'
import { typedNameToken } from './name-tokens.ts'

/** What is looked for, as the database knows it: no personal value is left in it. Moments in milliseconds. */
export interface Criteria {
  caseNumber?: string
  fileNumber?: string
  person?: string
  phone?: string
  /** Digest of a name. */
  name?: string
  /** Code of a cause. */
  cause?: string
  taskGroup?: string
  category?: string
  states?: readonly ApplicationState[]
  from?: number
  before?: number
  area?: string
}

const dayMs = 24 * 3_600_000
/** The moment that a day begins in China, which has known one time and no summer time since 1991. */
const beginOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/** A file number as somebody typed it, in the form it is stored in. */
function normaliseFileNumber(typed: string): string {
  const code = normaliseCode(typed)
  return `${code.slice(0, 6)}-${code.slice(6, 10)}-${code.slice(10)}`
}

/** What a search asks for, in the terms of the database. */
export async function criteriaOf(keyring: Keyring, search: Search): Promise<Criteria> {
  const { caseNumber, fileNumber, name, idNumber, phone, cause, taskGroup, category, state, area } = search
  const [person, phoneIndex, nameToken] = await Promise.all([
    idNumber === undefined ? undefined : keyring.blindIndex('person', idNumber),
    phone === undefined ? undefined : keyring.blindIndex('phone', phone),
    name === undefined ? undefined : typedNameToken(keyring, name),
  ])
  return {
    ...(caseNumber === undefined ? {} : { caseNumber: normaliseCaseNumber(caseNumber) }),
    ...(fileNumber === undefined ? {} : { fileNumber: normaliseFileNumber(fileNumber) }),
    ...(person === undefined ? {} : { person }),
    ...(phoneIndex === undefined ? {} : { phone: phoneIndex }),
    ...(nameToken === undefined ? {} : { name: nameToken }),
    ...(cause === undefined ? {} : { cause: String(cause) }),
    ...(taskGroup === undefined ? {} : { taskGroup }),
    ...(category === undefined ? {} : { category }),
    ...(state === undefined ? {} : { states: [...new Set(state)] }),
    ...(search.submittedFrom === undefined ? {} : { from: beginOf(search.submittedFrom) }),
    ...(search.submittedTo === undefined ? {} : { before: beginOf(search.submittedTo) + dayMs }),
    ...(area === undefined ? {} : { area }),
  }
}
