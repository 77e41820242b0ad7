import type { endpointSchema } from '@jiekun/schema/api'
import { created, newId, ProblemError, type ServiceContext } from '@jiekun/worker'
import type * as z from 'zod'
import { changeOffice, officeAt } from './change-office.ts'
import { newSecret, sealSecret } from './secrets.ts'
import { endFormer, keepFormer, type OfficeRow } from './store.ts'
import { shownEndpoint } from './views.ts'

/** Former secrets that may be good at a time: each makes every webhook longer. */
const mostFormer = 3

/**
 * Gives an office a new webhook secret. The one before stays good for so many hours; for none, it and every former one
 * end at once, which is what a secret that leaked needs.
 */
export async function rotateSecret(
  ctx: ServiceContext,
  input: { id: string; ifMatch: number | undefined; overlapHours: number },
) {
  const { office, former } = await officeAt(ctx, input.id, input.ifMatch)
  const before = office.secretSealed
  const overlaps = input.overlapHours > 0
  if (overlaps && before !== null && former.length >= mostFormer) {
    throw new ProblemError('wrong-state', `${mostFormer} former secrets are still good`)
  }
  const now = ctx.now.getTime()
  const kept =
    overlaps && before !== null
      ? {
          officeId: office.id,
          id: newId(office.areaCode),
          secretSealed: before,
          replacedAt: now,
          expiresAt: now + input.overlapHours * 3_600_000,
        }
      : undefined
  const place = `/offices/${office.id}/endpoint`
  const secret = newSecret()
  const good = overlaps ? [...former, ...(kept ? [kept] : [])] : []
  const answerOf = (changed: OfficeRow): { secret: string; endpoint: z.infer<typeof endpointSchema> } => ({
    secret,
    endpoint: shownEndpoint(changed, good),
  })
  const changed = await changeOffice(ctx, office, {
    name: 'secret-rotated',
    set: { secretSealed: await sealSecret(ctx.keyring, office.id, secret) },
    statements: overlaps ? (kept ? [keepFormer(ctx, kept)] : []) : [endFormer(ctx, office.id)],
    answerOf: (row) => created(answerOf(row), place, row.version),
  })
  return created(answerOf(changed), place, changed.version)
}
