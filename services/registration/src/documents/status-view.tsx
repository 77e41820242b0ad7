import { Hint, Part } from '@jiekun/pages'
import { maxDocuments } from '@jiekun/schema'
import type { HelpedCaseKey } from '../agents/read-helped.ts'
import type { CaseKey } from '../status/own-data-view.tsx'
import { type Reader, sayCode } from '../texts/texts.ts'
import { type AskedDocument, hasRoom, nameOfAsked } from './asked-documents.ts'
import { newUploadId } from './receive-upload.ts'
import type { DocumentRow } from './store.ts'
import {
  askedName,
  type DocumentOutcome,
  describeDocument,
  FileField,
  fieldOf,
  Hidden,
  OutcomeView,
  PickHint,
  scriptTexts,
  spokenOf,
} from './views.tsx'

interface CaseDocumentsProps {
  reader: Reader
  asked: readonly AskedDocument[]
  documents: readonly DocumentRow[]
  caseKey: CaseKey | HelpedCaseKey
  /** Where its forms go: the status page's own, or those of an agent, who opens nothing. */
  base?: '/status' | '/helping'
  outcome: DocumentOutcome | undefined
  /** The application waits for its applicant, who hands it back once what was missing is there. */
  isReturned: boolean
}

/** The documents of a case as its applicant sees them: each can be taken home, another one can be added, and none is lost. */
export function CaseDocumentsView(props: CaseDocumentsProps) {
  const { reader, documents, caseKey, outcome, base = '/status' } = props
  const { say } = reader
  const open = props.asked.filter((each) => hasRoom(each, documents))
  return (
    <section id="documents" {...scriptTexts(reader)}>
      <Part
        reader={reader}
        title={say(base === '/status' ? 'documents.status' : 'helping.documents')}
        isOpen={props.isReturned || outcome !== undefined}
      >
        <OutcomeView reader={reader} outcome={outcome} />
        <Hint reader={reader}>{say('documents.statusLead')}</Hint>
        {documents.length === 0 && <p>{say('documents.none')}</p>}
        <ul class="documents">
          {documents.map((document) => (
            <li class="head">
              <span>
                <strong>{nameOf(props, document)}</strong>
                <span class="office">{describeDocument(reader, document)}</span>
              </span>
              {base === '/status' && (
                <form method="post" action="/status/documents/open">
                  <Hidden fields={{ ...caseKey, document: document.id }} />
                  <button
                    class="plain"
                    type="submit"
                    aria-label={spokenOf(reader, 'documents.open', nameOf(props, document), document)}
                  >
                    {say('documents.open')}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
        {documents.length >= maxDocuments || open.length === 0 ? (
          <p class="hint">{say('documents.fullCase')}</p>
        ) : (
          <details open={outcome?.item !== undefined}>
            <summary>{say('documents.add')}</summary>
            <AddForm {...props} open={open} />
          </details>
        )}
        {props.isReturned && (
          <form method="post" action={`${base}/hand-back`} class="card">
            <Hidden fields={{ ...caseKey }} />
            <p>{say('documents.handBackLead')}</p>
            <p class="actions">
              <button type="submit">{say('documents.handBack')}</button>
            </p>
          </form>
        )}
      </Part>
    </section>
  )
}

function nameOf({ reader, asked }: CaseDocumentsProps, { kind, memberId }: DocumentRow): string {
  const found = asked.find((each) => each.kind === kind && each.memberId === memberId)
  return found ? askedName(reader, found) : sayCode(reader.say, 'option.kind', kind)
}

function AddForm(props: CaseDocumentsProps & { open: readonly AskedDocument[] }) {
  const { reader, open, caseKey, outcome, base = '/status' } = props
  const { say } = reader
  const item = outcome?.item
  return (
    <form class="upload" method="post" action={`${base}/documents/files`} enctype="multipart/form-data">
      <Hidden fields={{ ...caseKey, upload: newUploadId() }} />
      <div class="field">
        <label for="item">{say('documents.what')}</label>
        <select id="item" name="item">
          {open.map((each) => (
            <option value={nameOfAsked(each)} selected={nameOfAsked(each) === item}>
              {askedName(reader, each)}
            </option>
          ))}
        </select>
      </div>
      <PickHint reader={reader} />
      <FileField
        reader={reader}
        id={item === undefined ? 'file' : fieldOf(item)}
        label={say('documents.choose')}
        wrong={item === undefined ? undefined : outcome?.text}
      />
      <p class="actions">
        <button type="submit">{say('documents.upload')}</button>
      </p>
    </form>
  )
}
