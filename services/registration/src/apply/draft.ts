import { type Receipt, receiptSchema, regionCode } from '@jiekun/schema'
import { draftBrowsers, drafts } from '@jiekun/schema/tables/registration'
import {
  dayInChina,
  insertRow,
  newCaseNumber,
  ProblemError,
  queries,
  type ServiceContext,
  toStatement,
} from '@jiekun/worker'
import { and, eq, getTableColumns, gt, isNull } from 'drizzle-orm'
import * as z from 'zod'
import { normaliseCaseNumber, opensWith, spacedAccessCode } from '../applications/access-code.ts'
import { requireFewWrong } from '../applications/code-attempts.ts'
import { attachStatement } from '../documents/store.ts'
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

/** A form on its way, as one of its browsers sees it. */
export interface Draft {
  /** The number that the person is told; with the access code another browser goes on with it. */
  id: string
  accessKeyId: string
  answers: Answers
  /** Token that every POST must carry, so that no other site can send for the person. */
  csrf: string
  version: number
  /** Set once the draft has been sent; its answers are gone then. */
  receipt?: Receipt
}

/** A new secret of a browser. */
export const newDraftSecret = (): string => crypto.randomUUID()

const browserOf = (ctx: ServiceContext, secret: string): Promise<string> => ctx.keyring.blindIndex('draft', secret)
const isFresh = (ctx: ServiceContext) => gt(drafts.updatedAt, ctx.now.getTime() - keptDays * dayMs)

/** The draft of a browser, or undefined where there is none, or an old one. */
export async function loadDraft(ctx: ServiceContext, secret: string | undefined): Promise<Draft | undefined> {
  if (!secret || secret.length > 64) return undefined
  const [row] = await queries(ctx.db)
    .select(getTableColumns(drafts))
    .from(draftBrowsers)
    .innerJoin(drafts, eq(drafts.id, draftBrowsers.draftId))
    .where(and(eq(draftBrowsers.id, await browserOf(ctx, secret)), isFresh(ctx)))
  return row && openDraft(ctx, row, await ctx.keyring.blindIndex('csrf', secret))
}

async function readDraft(ctx: ServiceContext, id: string, csrf: string): Promise<Draft | undefined> {
  const [row] = await queries(ctx.db)
    .select()
    .from(drafts)
    .where(and(eq(drafts.id, id), isFresh(ctx)))
  return row && openDraft(ctx, row, csrf)
}

async function openDraft(
  ctx: ServiceContext,
  { id, accessKeyId, version, updatedAt, answersSealed }: typeof drafts.$inferSelect,
  csrf: string,
): Promise<Draft | undefined> {
  const content = contentSchema.parse(JSON.parse(await ctx.keyring.unseal(answersSealed, `drafts:${id}`)))
  const opened = { id, accessKeyId, csrf, version }
  if (!('receipt' in content)) return { ...opened, answers: content }
  if (updatedAt < ctx.now.getTime() - receiptMs) return undefined
  return { ...opened, answers: { pages: {}, members: [] }, receipt: content.receipt }
}

/** Begins a draft for a browser's secret, with the answers that the person has given already. */
export async function beginDraft(
  ctx: ServiceContext,
  secret: string,
  answers: Answers = { pages: {}, members: [] },
): Promise<void> {
  // Which county it will be is not known yet, so it is numbered by the region.
  const id = newCaseNumber(regionCode, dayInChina(ctx.now))
  const at = ctx.now.getTime()
  const answersSealed = await ctx.keyring.seal(JSON.stringify(answers), `drafts:${id}`)
  const accessKeyId = ctx.keyring.currentAccessKey
  await ctx.db.batch([
    insertRow(ctx.db, drafts, { id, accessKeyId, answersSealed, version: 1, updatedAt: at }),
    insertRow(ctx.db, draftBrowsers, { id: await browserOf(ctx, secret), draftId: id, at }),
  ])
}

/** Lets a browser go on with a draft whose number and access code somebody has typed there. @returns whether they open one. */
export async function resumeDraft(
  ctx: ServiceContext,
  typed: { number: string; accessCode: string },
  secret: string,
): Promise<boolean> {
  const id = normaliseCaseNumber(typed.number)
  const [[row]] = await Promise.all([
    queries(ctx.db)
      .select({ accessKeyId: drafts.accessKeyId })
      .from(drafts)
      .where(and(eq(drafts.id, id), isNull(drafts.applicationId), isFresh(ctx))),
    requireFewWrong(ctx, id),
  ])
  if (!(await opensWith(ctx, id, row, typed.accessCode))) return false
  const at = ctx.now.getTime()
  await insertRow(ctx.db, draftBrowsers, { id: await browserOf(ctx, secret), draftId: id, at }).run()
  return true
}

/** The access code of a draft, as people read it. */
export const draftCode = async (ctx: ServiceContext, { id, accessKeyId }: Draft): Promise<string> =>
  spacedAccessCode(await ctx.keyring.accessCode(id, accessKeyId))

/** Rows that one tick of the cron deletes of each table. */
const forgottenAtOnce = 500

/** Deletes drafts whose time is over, and what let browsers into them; documents that were given with them are to go too. */
export async function forgetDrafts(ctx: ServiceContext): Promise<void> {
  const before = ctx.now.getTime() - keptDays * dayMs
  const oldDrafts = `SELECT rowid FROM drafts WHERE updated_at <= ?1 LIMIT ${forgottenAtOnce}`
  const oldBrowsers = `SELECT rowid FROM draft_browsers
    WHERE at <= ?1 AND draft_id NOT IN (SELECT id FROM drafts) LIMIT ${forgottenAtOnce}`
  await ctx.db.batch(
    [
      `UPDATE documents SET state = 'removing', version = version + 1
       WHERE state = 'kept' AND case_number IS NULL AND draft_id IN (SELECT id FROM drafts WHERE rowid IN (${oldDrafts}))`,
      `DELETE FROM drafts WHERE rowid IN (${oldDrafts})`,
      `DELETE FROM draft_browsers WHERE rowid IN (${oldBrowsers})`,
    ].map((statement) => ctx.db.prepare(statement).bind(before)),
  )
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
  const marked = queries(ctx.db)
    .update(drafts)
    .set({
      answersSealed,
      updatedAt: ctx.now.getTime(),
      version: draft.version + 1,
      applicationId: receipt.caseNumber,
    })
    .where(and(eq(drafts.id, draft.id), isNull(drafts.applicationId)))
  // Once more than with the case itself: one that was given while that was stored is the case's too.
  await ctx.db.batch([toStatement(ctx.db, marked), attachStatement(ctx.db, draft.id, receipt.caseNumber)])
}
