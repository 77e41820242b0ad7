import { Hint, Page } from '@jiekun/pages'
import { Back, Step, Token, Ways } from '../apply/page-views.tsx'
import { sectionOf } from '../apply/sections.ts'
import type { TakeOverRefusal } from './reuse/take-over.ts'
import { EarlierView } from './reuse/views.tsx'
import { type DocumentsProps, DocumentsView, documentsScript } from './views.tsx'

/** The page of the form on which documents are given. Going on needs none. */
export function DocumentsPage(
  props: DocumentsProps & {
    csrf: string
    /** Why nothing was taken over from an earlier case. */
    notTaken: TakeOverRefusal['reason'] | undefined
  },
) {
  const { reader, csrf } = props
  const { say } = reader
  const section = sectionOf('documents')
  return (
    <Page reader={reader} title={say('section.documents')} script={documentsScript}>
      {section && <Step reader={reader} section={section} />}
      <Ways reader={reader} />
      <p class="lead">{say('documents.lead')}</p>
      <Hint reader={reader}>{say('documents.how')}</Hint>
      <EarlierView reader={reader} hidden={props.hidden} wrong={props.notTaken} />
      <DocumentsView {...props} />
      <form method="post" action="/apply/documents">
        <Token csrf={csrf} />
        <p class="actions">
          <button type="submit">{say('apply.next')}</button>
          {section && <Back reader={reader} section={section} />}
        </p>
      </form>
    </Page>
  )
}
