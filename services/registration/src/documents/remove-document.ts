import { regionCode } from '@jiekun/schema'
import { commit, type ServiceContext } from '@jiekun/worker'
import { removingStatement } from './store.ts'
import { destroySoon } from './sweep-documents.ts'

/** Removes a document of a form on its way; one that is not there is removed already. */
export async function removeDocument(ctx: ServiceContext, draftId: string, id: string): Promise<void> {
  await commit(ctx, {
    statements: [removingStatement(ctx.db, draftId, id)],
    audit: [{ action: 'document.removed', subject: draftId, area: regionCode }],
  })
  destroySoon(ctx)
}
