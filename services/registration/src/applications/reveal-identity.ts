import { applicantIdentitySchema, identityFieldSchema } from '@jiekun/schema'
import { commit, ok, refuse, requireScope, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import { loadWithin } from './store.ts'

export const revealSchema = z.strictObject({
  fields: z.array(identityFieldSchema).min(1).max(5),
  reason: z.string().trim().min(5).max(1000),
})

/** Opens sealed fields of an identity. The audit row is stored before anything is opened. */
export async function revealIdentity(ctx: ServiceContext, caseNumber: string, input: z.infer<typeof revealSchema>) {
  const actor = requireScope(ctx, 'identity:reveal')
  const application = await loadWithin(ctx.db, caseNumber, actor)
  if (!application) return refuse({ reason: 'not-found' as const })
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
  const plain = await ctx.keyring.unseal(application.identitySealed, `applications.identity:${caseNumber}`)
  const identity = applicantIdentitySchema.parse(JSON.parse(plain))
  return ok(Object.fromEntries(input.fields.map((field) => [field, identity[field] ?? null])))
}
