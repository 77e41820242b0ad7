import { reaches } from '@jiekun/schema'
import type { PersonExport } from '@jiekun/schema/api'
import { commit, ok, type Result, refuse, type ServiceContext, staffOf } from '@jiekun/worker'
import { loadWithin } from '../applications/store.ts'
import { toHeldCase } from './held-case.ts'
import { type HeldRows, loadHeldRows } from './held-rows.ts'
import { openCase } from './open-case.ts'
import { toldToHolder } from './told-to-holder.ts'

const action = 'person.exported'

/** Exports what is held on the person of a case to staff, who have seen who asks: all cases within reach. Each has its audit row before anything is opened. */
export async function exportForStaff(
  ctx: ServiceContext,
  input: { caseNumber: string; reason: string },
): Promise<Result<PersonExport, { reason: 'not-found' }>> {
  const actor = staffOf(ctx)
  const asked = await loadWithin(ctx.db, input.caseNumber, actor)
  if (!asked) return refuse({ reason: 'not-found' })
  const rows = await loadHeldRows(ctx.db, { personIndex: asked.personIndex })
  const applied = rows.applied.filter((application) => reaches(actor, application))
  await commit(ctx, {
    statements: [],
    audit: applied.map(({ id, countyCode }) => ({ action, subject: id, area: countyCode, reason: input.reason })),
  })
  return ok(await toExport(ctx, { ...rows, applied }))
}

/**
 * Exports what is held on a case to the holder of its access code. Of other cases of the same person nothing: anybody can
 * apply under an ID number that they know, and the code proves no more than who applied. What only other cases explain is
 * left out too; whoever comes in person gets that with the export of the staff.
 */
export async function exportForPerson(
  ctx: ServiceContext,
  input: { caseNumber: string; accessCode: string },
): Promise<Result<PersonExport, { reason: 'case-not-found' }>> {
  const opened = await openCase(ctx, input)
  if (!opened.ok) return opened
  const { id, countyCode } = opened.value
  await commit(ctx, { statements: [], audit: [{ action, subject: id, area: countyCode }] })
  const exported = await toExport(ctx, await loadHeldRows(ctx.db, { caseNumber: id }))
  return ok({ ...exported, cases: exported.cases.map((held) => toldToHolder(held, opened.value)) })
}

async function toExport(ctx: ServiceContext, rows: HeldRows): Promise<PersonExport> {
  const fileNumbers = new Set(rows.applied.map(({ fileNumber }) => fileNumber))
  return {
    exportedAt: ctx.now.toISOString(),
    cases: await Promise.all(rows.applied.map((application) => toHeldCase(ctx, rows, application))),
    files: rows.files
      .filter(({ fileNumber }) => fileNumbers.has(fileNumber))
      .map(({ fileNumber, applicationId, countyCode, unionCategory, state, openedAt, exitedAt }) => ({
        fileNumber,
        caseNumber: applicationId,
        countyCode,
        unionCategory,
        state,
        openedAt: new Date(openedAt).toISOString(),
        exitedAt: exitedAt === null ? null : new Date(exitedAt).toISOString(),
      })),
  }
}
