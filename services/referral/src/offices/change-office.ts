import { commit, ProblemError, requireVersion, type ServiceContext, violates } from '@jiekun/worker'
import type { Leads } from './served-measures.ts'
import {
  type ChangedFields,
  changeStatements,
  type FormerSecretRow,
  findOffice,
  type OfficeChange,
  type OfficeRow,
} from './store.ts'

/** An office as a change finds it. */
export interface FoundOffice {
  office: OfficeRow
  former: FormerSecretRow[]
  leads: Leads
}

/** An office that the caller may see, at the version that they have read, or the end of the request with 404 or 412. */
export async function officeAt(ctx: ServiceContext, id: string, ifMatch: number | undefined): Promise<FoundOffice> {
  const found = await findOffice(ctx, id)
  if (!found) throw new ProblemError('not-found')
  requireVersion(ifMatch, found.office.version)
  return found
}

/** Writes a change of an office in one batch. @returns the office as it is then. Ends the request where somebody was faster. */
export async function changeOffice(
  ctx: ServiceContext,
  office: OfficeRow,
  change: {
    name: OfficeChange
    set: Parameters<typeof changeStatements>[3]
    /** What of the directory changes. */
    fields?: ChangedFields
    statements?: D1PreparedStatement[]
    answerOf?: (changed: OfficeRow) => unknown
  },
): Promise<OfficeRow> {
  const changed = { ...office, ...change.set, version: office.version + 1 }
  try {
    await commit(ctx, {
      statements: [
        ...changeStatements(ctx, office, change.name, change.set, change.fields),
        ...(change.statements ?? []),
      ],
      audit: [{ action: `office.${change.name}`, subject: office.id, area: office.areaCode }],
      ...(change.answerOf ? { answer: change.answerOf(changed) } : {}),
    })
  } catch (error) {
    if (violates(error, 'office_changes.sequence')) throw new ProblemError('changed-meanwhile')
    throw error
  }
  return changed
}
