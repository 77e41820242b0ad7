import { type Receipt, receiptSchema } from '@jiekun/schema'
import { drafts } from '@jiekun/schema/tables/registration'
import { ProblemError, queries, type ServiceContext } from '@jiekun/worker'
import { and, eq, gt, isNull } from 'drizzle-orm'
import * as z from 'zod'
import { type Answers, answersSchema } from './answers.ts'

/** How long a draft is kept after its last change. */
const keptDays = 30
const dayMs = 24 * 60 * 60 * 1000
/** How long this browser shows the receipt again, for a double click or a reload; then the access code is gone from it. */
const receiptMs = 60 * 60 * 1000
/** How often a change is tried again after another tab was quicker. */
const changeAttempts = 10

/** What is sealed: the answers until they are sent, the receipt alone afterwards. */
const contentSchema = z.union([answersSchema, z.strictObject({ receipt: receiptSchema })])

/** A form on its way. Its id is derived from the browser's secret, which is stored nowhere else. */
export interface Draft {
  id: string
  answers: Answers
  /** Token that every POST must carry, so that no other site can send for the person. */
  csrf: string
  version: number
  /** Set once the draft has been sent; its answers are gone then. */
  receipt?: Receipt
}

/** A new secret of a browser. */
export const newDraftSecret = (): string => crypto.randomUUID()

/** The draft of a browser, or undefined where there is none, or an old one. */
export async function loadDraft(ctx: ServiceContext, secret: string | undefined): Promise<Draft | undefined> {
  if (!secret || secret.length > 64) return undefined
  const id = await ctx.keyring.blindIndex('draft', secret)
  return readDraft(ctx, id, await ctx.keyring.blindIndex('csrf', secret))
}

async function readDraft(ctx: ServiceContext, id: string, csrf: string): Promise<Draft | undefined> {
  const now = ctx.now.getTime()
  const [row] = await queries(ctx.db)
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, id), gt(drafts.updatedAt, now - keptDays * dayMs)))
  if (!row) return undefined
  const content = contentSchema.parse(JSON.parse(await ctx.keyring.unseal(row.answersSealed, `drafts:${id}`)))
  const { version } = row
  if (!('receipt' in content)) return { id, csrf, version, answers: content }
  if (row.updatedAt < now - receiptMs) return undefined
  return { id, csrf, version, answers: { pages: {}, members: [] }, receipt: content.receipt }
}

/** Begins a draft for a browser's secret, with the answers that the person has given already. */
export async function beginDraft(
  ctx: ServiceContext,
  secret: string,
  answers: Answers = { pages: {}, members: [] },
): Promise<void> {
  const id = await ctx.keyring.blindIndex('draft', secret)
  const answersSealed = await ctx.keyring.seal(JSON.stringify(answers), `drafts:${id}`)
  await queries(ctx.db).insert(drafts).values({ id, answersSealed, version: 1, updatedAt: ctx.now.getTime() })
}

/** Changes a draft. Where another tab was quicker the change is made again on what that one stored, so neither is lost. */
export async function changeDraft(
  ctx: ServiceContext,
  draft: Draft,
  change: (answers: Answers) => Answers,
): Promise<Answers> {
  let current: Draft | undefined = draft
  for (let attempt = 0; current && !current.receipt && attempt < changeAttempts; attempt++) {
    const answers = change(current.answers)
    const answersSealed = await ctx.keyring.seal(JSON.stringify(answers), `drafts:${draft.id}`)
    const stored = await queries(ctx.db)
      .update(drafts)
      .set({ answersSealed, updatedAt: ctx.now.getTime(), version: current.version + 1 })
      .where(and(eq(drafts.id, draft.id), eq(drafts.version, current.version), isNull(drafts.applicationId)))
      .run()
    if (stored.meta.changes > 0) return answers
    current = await readDraft(ctx, draft.id, draft.csrf)
  }
  throw new ProblemError('changed-meanwhile')
}

/** Marks a draft with the case it became and puts the receipt in the place of its answers. The first to mark it wins; all have the same receipt. */
export async function markSent(ctx: ServiceContext, draft: Draft, receipt: Receipt): Promise<void> {
  const answersSealed = await ctx.keyring.seal(JSON.stringify({ receipt }), `drafts:${draft.id}`)
  await queries(ctx.db)
    .update(drafts)
    .set({
      answersSealed,
      updatedAt: ctx.now.getTime(),
      version: draft.version + 1,
      applicationId: receipt.caseNumber,
    })
    .where(and(eq(drafts.id, draft.id), isNull(drafts.applicationId)))
}
