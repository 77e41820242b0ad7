import { drafts } from '@jiekun/schema/tables/registration'
import { queries, type ServiceContext } from '@jiekun/worker'
import { and, eq, gt, sql } from 'drizzle-orm'
import { type Answers, answersSchema } from './answers.ts'

/** How long a draft is kept after its last change. */
const keptDays = 30
const dayMs = 24 * 60 * 60 * 1000

/** A form on its way. Its id is derived from the browser's secret, which is stored nowhere else. */
export interface Draft {
  id: string
  answers: Answers
  /** Token that every POST must carry, so that no other site can send for the person. */
  csrf: string
}

/** A new secret of a browser. */
export const newDraftSecret = (): string => crypto.randomUUID()

/** The draft of a browser, or undefined where there is none, or an old one. */
export async function loadDraft(ctx: ServiceContext, secret: string | undefined): Promise<Draft | undefined> {
  if (!secret || secret.length > 64) return undefined
  const id = await ctx.keyring.blindIndex('draft', secret)
  const [row] = await queries(ctx.db)
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, id), gt(drafts.updatedAt, ctx.now.getTime() - keptDays * dayMs)))
  if (!row) return undefined
  const answers = answersSchema.parse(JSON.parse(await ctx.keyring.unseal(row.answersSealed, `drafts:${id}`)))
  return { id, answers, csrf: await ctx.keyring.blindIndex('csrf', secret) }
}

/** Begins an empty draft for a browser's secret. */
export async function beginDraft(ctx: ServiceContext, secret: string): Promise<void> {
  await saveDraft(ctx, { id: await ctx.keyring.blindIndex('draft', secret), answers: { pages: {}, members: [] } })
}

/** Stores a draft, sealed. */
export async function saveDraft(ctx: ServiceContext, draft: Pick<Draft, 'id' | 'answers'>): Promise<void> {
  const answersSealed = await ctx.keyring.seal(JSON.stringify(draft.answers), `drafts:${draft.id}`)
  const updatedAt = ctx.now.getTime()
  await queries(ctx.db)
    .insert(drafts)
    .values({ id: draft.id, answersSealed, version: 1, updatedAt })
    .onConflictDoUpdate({ target: drafts.id, set: { answersSealed, updatedAt, version: sql`${drafts.version} + 1` } })
}
