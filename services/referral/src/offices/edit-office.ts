import { reachOf } from '@jiekun/schema'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import { isMeasure } from '../routing/answer-route.ts'
import { changeOffice, officeAt } from './change-office.ts'
import type { ChangedFields, OfficeRow } from './store.ts'
import { columnsOf, type OfficeFields, shownFields } from './views.ts'

/** What a clerk puts right of the own office: how people find it. What it serves is the area's to say. */
const contactFields: readonly string[] = ['telephone', 'address', 'hours']

/** Puts fields of an office right. One that changes nothing keeps its version. */
export async function editOffice(
  ctx: ServiceContext,
  { id, ifMatch, edits }: { id: string; ifMatch: number | undefined; edits: Edits },
) {
  const found = await officeAt(ctx, id, ifMatch)
  if (reachOf(staffOf(ctx).role) === 'office') refuseBeyondContact(edits)
  refuseUnknownMeasures(edits.measures)
  const fields = changesOf(shownFields(found.office), edits)
  if (Object.keys(fields).length === 0) return found
  const office = await changeOffice(ctx, found.office, { name: 'edited', set: columnsOf(present(edits)), fields })
  return { ...found, office }
}

export type Edits = { [K in keyof OfficeFields]?: OfficeFields[K] | undefined }

function refuseBeyondContact(edits: Edits): void {
  const beyond = Object.keys(edits).filter((field) => !contactFields.includes(field))
  if (beyond.length > 0) throw new ProblemError('not-allowed', `${beyond.join(', ')} is for staff of the area`)
}

/** Ends the request with 422 where a measure is not in the catalogue. */
export function refuseUnknownMeasures(measures: readonly string[] | null | undefined): void {
  const errors = (measures ?? []).flatMap((code, index) =>
    isMeasure(code) ? [] : [{ path: `measures.${index}`, message: 'is not in the catalogue' }],
  )
  if (errors.length > 0) throw new ProblemError('invalid-input', undefined, { errors })
}

/** Which fields would be otherwise, with what was and what is. */
export function changesOf(before: OfficeFields, edits: Edits): ChangedFields {
  const was: Record<string, unknown> = before
  return Object.fromEntries(
    Object.entries(edits).flatMap(([field, now]): [string, [unknown, unknown]][] =>
      now === undefined || JSON.stringify(now) === JSON.stringify(was[field]) ? [] : [[field, [was[field], now]]],
    ),
  )
}

/** Edits without those that say nothing. */
export function present(edits: Edits): Partial<OfficeFields> {
  const { name, telephone, address, hours, measures, capacity, closedFrom } = edits
  return {
    ...(name === undefined ? {} : { name }),
    ...(telephone === undefined ? {} : { telephone }),
    ...(address === undefined ? {} : { address }),
    ...(hours === undefined ? {} : { hours }),
    ...(measures === undefined ? {} : { measures }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(closedFrom === undefined ? {} : { closedFrom }),
  }
}

/** A new office before anything is said of it but its name. */
export const newOffice = ({
  id,
  department,
  areaCode,
  ...fields
}: Pick<OfficeRow, 'id' | 'department' | 'areaCode' | 'name'> & Edits): OfficeRow => ({
  id,
  department,
  areaCode,
  telephone: null,
  address: null,
  hours: null,
  measures: null,
  capacity: null,
  closedFrom: null,
  ...columnsOf(present(fields)),
  name: fields.name,
  endpoint: null,
  secretSealed: null,
  signature: 'hmac',
  publicKey: null,
  failingSince: null,
  disabledAt: null,
  disabledBecause: null,
  pausedUntil: null,
  version: 1,
})

/** What a new office has from the beginning, as changes from nothing. */
export const firstFields = (office: OfficeRow): ChangedFields =>
  Object.fromEntries(
    Object.entries(shownFields(office)).flatMap(([field, now]): [string, [unknown, unknown]][] =>
      now === null ? [] : [[field, [null, now]]],
    ),
  )
