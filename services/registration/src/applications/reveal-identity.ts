import { applicantIdentitySchema } from '@jiekun/schema'
import type { revealSchema } from '@jiekun/schema/api'
import { commit, identityPlace, ok, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import type * as z from 'zod'
import { loadWithin } from './store.ts'

/** Opens sealed fields of an identity. The audit row is stored before anything is opened. */
export async function revealIdentity(ctx: ServiceContext, caseNumber: string, input: z.infer<typeof revealSchema>) {
  const actor = staffOf(ctx)
  const application = await loadWithin(ctx.db, caseNumber, actor)
  if (!application) return refuse({ reason: 'not-found' as const })
  if (application.erasedAt !== null) return refuse({ reason: 'erased' as const })
  await commit(ctx, {
    statements: [],
    audit: [
      {
        action: `identity.revealed:${[...new Set(input.fields)].sort().join(',')}`,
        subject: caseNumber,
        area: application.countyCode,
        reason: input.reason,
      },
    ],
  })
  const plain = await ctx.keyring.unseal(application.identitySealed, identityPlace(caseNumber))
  const identity = applicantIdentitySchema.parse(JSON.parse(plain))
  return ok(Object.fromEntries(input.fields.map((field) => [field, identity[field] ?? null])))
}
