import type { AuditVerification } from '@jiekun/schema/api'
import { ProblemError, type ServiceContext } from '@jiekun/worker'
import { judgeChain } from './judge-chain.ts'
import { loadStretch } from './store.ts'

/** Computes a page of the chain of an area again. A page goes on from the link where the one before ended. */
export async function verifyAudit(
  ctx: ServiceContext,
  page: { area: string; after: number; limit: number },
): Promise<AuditVerification> {
  const stretch = await loadStretch(ctx, page)
  if (!stretch) throw new ProblemError('not-found')
  const { end, fault, notYetChained } = await judgeChain(ctx.keyring, stretch)
  const done = fault !== null || stretch.following === undefined
  return {
    area: page.area,
    to: end.position,
    hash: end.hash,
    fault,
    notYetChained: done ? notYetChained : 0,
    next: done ? null : `${end.position}`,
  }
}
