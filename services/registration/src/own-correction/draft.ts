import { ok, ProblemError, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import type { ApplicationRow } from '../applications/store.ts'
import { type Answers, answersSchema } from '../apply/answers.ts'
import type { Held } from '../privacy/apply-correction.ts'
import { openHeld } from '../privacy/correct-application.ts'
import { openCase } from '../privacy/open-case.ts'
import { loadByBrowser, storeBegun, storeTyped } from './draft-store.ts'
import { mayCorrect } from './may-correct.ts'
import { rebase } from './rebase.ts'
import { type FilledForm, toAnswers } from './to-answers.ts'

/** How often a change is tried again after another tab was quicker. */
const changeAttempts = 10

/** What is sealed. `base`: the answers that were held when `answers` were last put on them. */
const contentSchema = z.strictObject({
  base: answersSchema,
  answers: answersSchema,
  changedByStaff: z.array(z.string()),
})
type Content = z.infer<typeof contentSchema>

/** What an applicant is putting right, as one of their browsers sees it. */
export interface OwnCorrection {
  application: ApplicationRow
  csrf: string
  browser: string
  /** What is held, opened, and as the form would have been filled in. */
  held: Held
  filled: FilledForm
  answers: Answers
  /** What staff have put right since it was begun, as `page.field` or the page of a member. */
  changedByStaff: readonly string[]
  /** Of what was typed. */
  draft: NonNullable<NonNullable<Awaited<ReturnType<typeof loadByBrowser>>>['draft']>
}

/** What a browser has open: a correction, a case that takes none any more with what was typed, or one whose correction is gone. */
export type Opened =
  | { kind: 'open'; correction: OwnCorrection }
  | { kind: 'too-late'; correction: OwnCorrection }
  | { kind: 'gone'; application: ApplicationRow }

const placeOf = (caseNumber: string): string => `correction_drafts:${caseNumber}`
const seal = ({ keyring }: ServiceContext, caseNumber: string, content: Content): Promise<string> =>
  keyring.seal(JSON.stringify(content), placeOf(caseNumber))
const browserOf = ({ keyring }: ServiceContext, secret: string): Promise<string> =>
  keyring.blindIndex('correction', secret)

/** Begins a correction for the holder of an access code, or goes on with the one that waits. @returns the secret of this browser. */
export async function beginCorrection(
  ctx: ServiceContext,
  caseKey: { caseNumber: string; accessCode: string },
): Promise<Result<string, { reason: 'case-not-found' } | { reason: 'not-now' }>> {
  const opened = await openCase(ctx, caseKey)
  if (!opened.ok) return opened
  const application = opened.value
  if (!mayCorrect(application)) return refuse({ reason: 'not-now' })
  const { answers } = toAnswers(await openHeld(ctx, application))
  const secret = crypto.randomUUID()
  const [browser, answersSealed] = await Promise.all([
    browserOf(ctx, secret),
    seal(ctx, application.id, { base: answers, answers, changedByStaff: [] }),
  ])
  await storeBegun(ctx, { browser, caseNumber: application.id, accessRound: application.accessRound, answersSealed })
  return ok(secret)
}

/**
 * What a browser has open by its secret. Where staff have put something right since, what the applicant has typed is put
 * on that, and it is kept so.
 */
export async function loadCorrection(ctx: ServiceContext, secret: string | undefined): Promise<Opened | undefined> {
  if (!secret || secret.length > 64) return undefined
  const [browser, csrf] = await Promise.all([browserOf(ctx, secret), ctx.keyring.blindIndex('csrf', secret)])
  for (let attempt = 0; attempt < changeAttempts; attempt++) {
    const row = await loadByBrowser(ctx, browser)
    if (!row) return undefined
    const { application, draft } = row
    if (!draft || application.erasedAt !== null) return { kind: 'gone', application }
    const held = await openHeld(ctx, application)
    const filled = toAnswers(held)
    const content = contentSchema.parse(
      JSON.parse(await ctx.keyring.unseal(draft.answersSealed, placeOf(application.id))),
    )
    const shared = { application, csrf, browser, held, filled, draft }
    if (JSON.stringify(content.base) === JSON.stringify(filled.answers)) {
      const { answers, changedByStaff } = content
      const correction = { ...shared, answers, changedByStaff }
      return { kind: mayCorrect(application) ? 'open' : 'too-late', correction }
    }
    const { answers, changedByStaff } = rebase(content.base, content.answers, filled.answers)
    const all = [...new Set([...content.changedByStaff, ...changedByStaff])]
    const answersSealed = await seal(ctx, application.id, { base: filled.answers, answers, changedByStaff: all })
    await storeTyped(ctx, { browser, draft, answersSealed })
  }
  throw new ProblemError('changed-meanwhile')
}

/** Changes what was typed. Where another tab was quicker the change is made again on what that one stored. */
export async function changeCorrection(
  ctx: ServiceContext,
  secret: string,
  change: (answers: Answers) => Answers,
): Promise<void> {
  for (let attempt = 0; attempt < changeAttempts; attempt++) {
    const opened = await loadCorrection(ctx, secret)
    if (opened?.kind !== 'open') break
    const { application, browser, draft, filled, answers, changedByStaff } = opened.correction
    const content = { base: filled.answers, answers: change(answers), changedByStaff: [...changedByStaff] }
    const answersSealed = await seal(ctx, application.id, content)
    if (await storeTyped(ctx, { browser, draft, answersSealed })) return
  }
  throw new ProblemError('changed-meanwhile')
}
