import { factsSchema, memberSchema } from '@jiekun/schema'
import type { ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import type { ApplicationRow } from '../applications/store.ts'
import { type AskedDocument, askedDocuments, householdOfCase } from './asked-documents.ts'
import { type DocumentRow, loadKept } from './store.ts'

export interface CaseDocuments {
  asked: readonly AskedDocument[]
  documents: readonly DocumentRow[]
}

/** The papers that are asked for in a case, by what it says of its household; none once that is erased. */
export function askedOfCase({ facts, members, erasedAt }: ApplicationRow): AskedDocument[] {
  if (erasedAt !== null) return []
  const people = z.array(memberSchema).parse(JSON.parse(members))
  return askedDocuments(householdOfCase(factsSchema.parse(JSON.parse(facts)), people))
}

/** The documents of a case with those that are asked for. */
export const documentsOfCase = async (ctx: ServiceContext, application: ApplicationRow): Promise<CaseDocuments> => ({
  asked: askedOfCase(application),
  documents: await loadKept(ctx.db, { caseNumber: application.id }),
})
