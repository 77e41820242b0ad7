import { householdFiles, timeline } from '@jiekun/schema/tables/registration'
import { dayInChina, insertRow, newFileNumber, type ServiceContext, staffOf } from '@jiekun/worker'
import type { ApplicationRow } from '../applications/store.ts'
import { type FileRow, fileStepStatement, reopenStatement } from './store.ts'

/**
 * The statements that open the file of a household 一户一档, or open again the one it has (返困): it keeps its number and
 * its helper. The entry of the timeline has the id of the event that tells of it.
 */
export function openFile(
  ctx: ServiceContext,
  { id: applicationId, countyCode, personIndex, unionCategory }: ApplicationRow,
  known: FileRow | undefined,
  eventId: string,
) {
  const at = ctx.now.getTime()
  const file: FileRow = {
    fileNumber: known?.fileNumber ?? newFileNumber(countyCode, dayInChina(ctx.now)),
    applicationId,
    personIndex,
    countyCode: known?.countyCode ?? countyCode,
    unionCategory: unionCategory ?? 'none',
    state: 'open',
    version: (known?.version ?? 0) + 1,
    openedAt: at,
    helperId: known?.helperId ?? null,
    exitedAt: null,
  }
  const { fileNumber, version, helperId } = file
  const actor = `staff:${staffOf(ctx).id}`
  return {
    fileNumber,
    helperId,
    statements: [
      fileStepStatement(ctx.db, {
        fileNumber,
        sequence: version,
        step: known ? 'reopen' : 'open',
        at,
        actor,
        helperId,
      }),
      known ? reopenStatement(ctx.db, file) : insertRow(ctx.db, householdFiles, file),
      // One moment later than the approval that it follows from, so that the timeline shows them in that order.
      insertRow(ctx.db, timeline, {
        id: eventId,
        applicationId,
        at: at + 1,
        type: 'file.opened',
        data: JSON.stringify({ fileNumber }),
      }),
    ],
  }
}
