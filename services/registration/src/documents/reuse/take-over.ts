import { memberSchema, residentIdSchema } from '@jiekun/schema'
import { dayInChina, ok, type Result, refuse, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import type { ApplicationRow } from '../../applications/store.ts'
import type { Draft } from '../../apply/draft.ts'
import { openCase } from '../../privacy/open-case.ts'
import type { CaseKey } from '../../status/own-data-view.tsx'
import { askedDocuments, householdOfAnswers } from '../asked-documents.ts'
import { openBytes } from '../bucket.ts'
import { keepDocument } from '../keep-document.ts'
import { type DocumentRow, findKept, givenAtOf, loadKept } from '../store.ts'
import { type Reuse, reusable } from './reusable.ts'

export type TakeOverRefusal = { reason: 'case-not-found' } | { reason: 'no-id-number' } | { reason: 'other-person' }

type Earlier = DocumentRow & { givenOn: string }

/** What of an earlier case of the same person can be taken over into a form, for the holder of its access code. */
export async function findEarlier(
  ctx: ServiceContext,
  draft: Draft,
  caseKey: CaseKey,
): Promise<Result<{ application: ApplicationRow; found: Reuse<Earlier>[] }, TakeOverRefusal>> {
  const idNumber = residentIdSchema.safeParse(draft.answers.pages.person?.idNumber?.[0] ?? '')
  if (!idNumber.success) return refuse({ reason: 'no-id-number' })
  const opened = await openCase(ctx, caseKey)
  if (!opened.ok) return opened
  const application = opened.value
  if ((await ctx.keyring.blindIndex('person', idNumber.data)) !== application.personIndex) {
    return refuse({ reason: 'other-person' })
  }
  const [here, earlier] = await Promise.all([
    loadKept(ctx.db, { draftId: draft.id }),
    loadKept(ctx.db, { caseNumber: application.id }),
  ])
  const dated = earlier.map((row) => ({ ...row, givenOn: dayInChina(new Date(givenAtOf(row))) }))
  const found = reusable(dated, {
    asked: askedDocuments(householdOfAnswers(draft.answers)),
    here,
    earlierMembers: z.array(memberSchema).parse(JSON.parse(application.members)),
    today: dayInChina(ctx.now),
  })
  return ok({ application, found })
}

/**
 * Takes over whatever can be: each paper becomes one of the form's own, sealed anew, with where it came from. Whatever
 * becomes of the earlier case, the form and its case keep theirs. Taken twice it is there once.
 *
 * @returns how many there are of it now.
 */
export async function takeOver(
  ctx: ServiceContext,
  draft: Draft,
  caseKey: CaseKey,
): Promise<Result<number, TakeOverRefusal>> {
  const earlier = await findEarlier(ctx, draft, caseKey)
  if (!earlier.ok) return earlier
  const { application, found } = earlier.value
  let taken = 0
  // One after the other: each is opened whole, and a Worker bears only so many at once.
  for (const each of found) {
    if (each.may !== 'take') continue
    const { document, asked } = each
    const bytes = await openBytes(ctx, document.id).catch(async (error: unknown) => {
      // Its case was erased this moment; anything else is a fault.
      if (await findKept(ctx.db, { caseNumber: application.id }, document.id)) throw error
      return undefined
    })
    if (!bytes) continue
    const kept = await keepDocument(ctx, {
      holder: { draftId: draft.id },
      asked,
      uploadId: document.id,
      bytes,
      origin: { caseNumber: application.id, countyCode: application.countyCode, givenAt: givenAtOf(document) },
    })
    if (kept.ok) taken += 1
  }
  return ok(taken)
}
