import { dayInChina, type ServiceContext } from '@jiekun/worker'
import { anchorSignature } from './chain.ts'
import { appendAnchors, loadUnanchored } from './store.ts'

/** Notes where each chain stands, signed, once a day: on its first tick. */
export async function anchorChains(ctx: ServiceContext): Promise<void> {
  const day = dayInChina(ctx.now)
  const heads = await loadUnanchored(ctx, day)
  if (heads.length === 0) return
  const anchors = heads.map(({ area, position, hash }) => ({ area, day, position, hash }))
  await appendAnchors(
    ctx,
    await Promise.all(
      anchors.map(async (anchor) => ({ ...anchor, signature: await anchorSignature(ctx.keyring, anchor) })),
    ),
  )
}
