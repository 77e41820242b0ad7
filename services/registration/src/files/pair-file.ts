import type { HouseholdFile } from '@jiekun/schema/api'
import { timeline } from '@jiekun/schema/tables/registration'
import {
  commit,
  insertRow,
  newId,
  ok,
  type Reply,
  type Result,
  refuse,
  requireVersion,
  type ServiceContext,
  staffOf,
  tagged,
  violates,
} from '@jiekun/worker'
import { shownFile } from './read-files.ts'
import { fileStepStatement, findFileWithin, findHelper, pairStatements } from './store.ts'

export type PairRefusal =
  | { reason: 'not-found' }
  | { reason: 'not-paired' }
  | { reason: 'unknown-helper' }
  | { reason: 'changed-meanwhile' }

/** Pairs a household with a helper 结对帮扶, who sees it from then on, or with nobody, and whoever it was sees it no more. */
export async function pairFile(
  ctx: ServiceContext,
  { fileNumber, ifMatch, helperId }: { fileNumber: string; ifMatch: number | undefined; helperId: string | null },
): Promise<Result<Reply<HouseholdFile>, PairRefusal>> {
  const actor = staffOf(ctx)
  const [file, helper] = await Promise.all([
    findFileWithin(ctx.db, actor, fileNumber),
    helperId === null ? null : findHelper(ctx.db, helperId),
  ])
  if (!file) return refuse({ reason: 'not-found' })
  requireVersion(ifMatch, file.version)
  if (helper === undefined) return refuse({ reason: 'unknown-helper' })
  if (helper === null && file.helperId === null) return refuse({ reason: 'not-paired' })
  if (helper !== null && file.helperId === helper.id) return ok(tagged(shownFile(file), file.version))

  const at = ctx.now.getTime()
  const version = file.version + 1
  const paired = { ...file, version, helperId: helper === null ? null : helper.id }
  const told = helper === null ? 'file.unpaired' : 'file.paired'
  try {
    await commit(ctx, {
      statements: [
        fileStepStatement(ctx.db, {
          fileNumber,
          sequence: version,
          step: helper === null ? 'unpair' : 'pair',
          at,
          actor: `staff:${actor.id}`,
          helperId: paired.helperId,
        }),
        ...pairStatements(ctx.db, paired),
        insertRow(ctx.db, timeline, {
          id: newId(file.countyCode),
          applicationId: file.applicationId,
          at,
          type: told,
          data: '{}',
        }),
      ],
      audit: [{ action: told, subject: fileNumber, area: file.countyCode }],
    })
  } catch (error) {
    if (violates(error, 'file_transitions.file_number')) return refuse({ reason: 'changed-meanwhile' })
    throw error
  }
  return ok(tagged(shownFile(paired), version))
}
