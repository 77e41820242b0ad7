import { disabledBecauseSchema, signatureKindSchema } from '@jiekun/schema'
import type { endpointSchema, officeSchema } from '@jiekun/schema/api'
import type * as z from 'zod'
import type { FormerSecretRow, OfficeRow } from './store.ts'

/** An office as the API shows it. */
export const shownOffice = ({
  id,
  department,
  areaCode,
  name,
  endpoint,
  version,
}: OfficeRow): z.infer<typeof officeSchema> => ({
  id,
  department,
  areaCode,
  name,
  hasEndpoint: endpoint !== null,
  version,
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
