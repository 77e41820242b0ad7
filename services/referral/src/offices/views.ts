import { areaLevel, disabledBecauseSchema, signatureKindSchema } from '@jiekun/schema'
import type { endpointSchema, officeFieldsSchema, officeSchema } from '@jiekun/schema/api'
import type { officeChanges } from '@jiekun/schema/tables/referral'
import * as z from 'zod'
import { codesOf, type Leads, servedBy } from './served-measures.ts'
import type { FormerSecretRow, OfficeRow } from './store.ts'

export type OfficeFields = z.infer<typeof officeFieldsSchema>

/** An office as the API shows it. */
export const shownOffice = (row: OfficeRow, leads: Leads): z.infer<typeof officeSchema> => ({
  id: row.id,
  department: row.department,
  areaCode: row.areaCode,
  level: areaLevel(row.areaCode),
  ...shownFields(row),
  serves: servedBy(row, leads),
  hasEndpoint: row.endpoint !== null,
  version: row.version,
})

/** What can be put right of an office, as it is. */
export const shownFields = (row: OfficeRow): OfficeFields => ({
  name: row.name,
  telephone: row.telephone,
  address: row.address,
  hours: row.hours,
  measures: row.measures === null ? null : codesOf(row.measures),
  capacity: row.capacity,
  closedFrom: row.closedFrom,
})

/** The same as columns hold it. */
export const columnsOf = ({ measures, ...rest }: Partial<OfficeFields>) => ({
  ...rest,
  ...(measures === undefined ? {} : { measures: measures === null ? null : JSON.stringify(measures) }),
})

const changedSchema = z.record(z.string(), z.tuple([z.json(), z.json()]))

/** Something that was done to an office. */
export const shownChange = ({ sequence, change, at, actor, fields }: typeof officeChanges.$inferSelect) => ({
  version: sequence,
  change,
  at: new Date(at).toISOString(),
  actor,
  fields: fields === null ? null : changedSchema.parse(JSON.parse(fields)),
})

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** Its endpoint, without any secret. */
export const shownEndpoint = (
  { id, endpoint, secretSealed, version, signature, publicKey, ...health }: OfficeRow,
  former: readonly FormerSecretRow[],
): z.infer<typeof endpointSchema> => ({
  officeId: id,
  url: endpoint,
  hasSecret: secretSealed !== null,
  signature: signatureKindSchema.parse(signature),
  publicKey,
  failingSince: isoOf(health.failingSince),
  pausedUntil: isoOf(health.pausedUntil),
  disabledAt: isoOf(health.disabledAt),
  disabledBecause: disabledBecauseSchema.nullable().parse(health.disabledBecause),
  formerSecrets: former.map((secret) => ({
    id: secret.id,
    replacedAt: new Date(secret.replacedAt).toISOString(),
    expiresAt: new Date(secret.expiresAt).toISOString(),
  })),
  version,
})
