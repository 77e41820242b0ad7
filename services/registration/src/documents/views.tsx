/** What the form and the status page show of documents: what is there, and how to give one. */
import { Alert, labelled, numberIn, onDay } from '@jiekun/pages'
import { maxDocuments } from '@jiekun/schema'
import { when } from '../status/when.ts'
import { type Reader, sayCode } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { type AskedDocument, hasRoom, isFor, nameOfAsked } from './asked-documents.ts'
import { newUploadId } from './receive-upload.ts'
import { type DocumentRow, givenAtOf } from './store.ts'

export const documentsScript = '/assets/documents.js'

/** What became of an upload; `item` names the paper where it was not taken. */
export interface DocumentOutcome {
  text: TextKey
  item?: string
}

/** Fields that every form of a page must carry. */
export type HiddenFields = Readonly<Record<string, string>>

export interface DocumentsProps {
  reader: Reader
  asked: readonly AskedDocument[]
  documents: readonly DocumentRow[]
  hidden: HiddenFields
  outcome: DocumentOutcome | undefined
}

export const Hidden = ({ fields }: { fields: HiddenFields }) => (
  <>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
)

/** A paper as its reader knows it, with the person whose it is. */
export function askedName({ say, language }: Reader, { kind, relation, birthDate }: AskedDocument): string {
  const name = sayCode(say, 'option.kind', kind)
  if (relation === undefined) return name
  const person = [sayCode(say, 'option.relation', relation), birthDate && onDay(birthDate, language)]
    .filter((part) => part)
    .join(' ')
  return say('documents.of').replace('{kind}', name).replace('{person}', person)
}

export const fieldOf = (item: string): string => `file-${item.replace(':', '-')}`

/** What the script says, so that it speaks the reader's language and knows no texts of its own. */
export const scriptTexts = ({ say }: Reader) => ({
  'data-sending': say('documents.sending'),
  'data-preparing': say('documents.preparing'),
  'data-broken': say('documents.broken'),
  'data-retry': say('documents.retry'),
  'data-chosen': say('documents.chosen'),
  'data-resume': say('documents.resume'),
  'data-failed': say('documents.failed'),
  'data-large': say('error.document.too-large'),
})

/** What became of the upload before, above everything. */
export function OutcomeView({ reader: { say }, outcome }: Pick<DocumentsProps, 'reader' | 'outcome'>) {
  if (!outcome) return null
  if (outcome.item === undefined) {
    return (
      <p class="card" role="status" tabindex={-1} autofocus id="documents-outcome">
        {say(outcome.text)}
      </p>
    )
  }
  return (
    <Alert id="documents-outcome">
      <a href={`#${fieldOf(outcome.item)}`}>{say(outcome.text)}</a>
    </Alert>
  )
}

/** What is told of a document: its type, size and day. */
export function describeDocument({ say, language }: Reader, document: DocumentRow): string {
  const { mediaType, bytes, takenFrom } = document
  const type = say(mediaType === 'application/pdf' ? 'documents.pdf' : 'documents.photo')
  const size =
    bytes < 1_000_000
      ? `${numberIn(Math.ceil(bytes / 1000), language)} KB`
      : `${numberIn(Math.round(bytes / 100_000) / 10, language)} MB`
  const origin = takenFrom === null ? [] : [say('reuse.taken').replace('{caseNumber}', takenFrom)]
  return [type, size, when(new Date(givenAtOf(document)).toISOString(), language), ...origin].join(' · ')
}

/** What can be done with a document, as a screen reader says it: there are several such buttons on a page. */
export const spokenOf = (reader: Reader, action: TextKey, name: string, document: DocumentRow): string =>
  labelled(reader.say(action), `${name} · ${describeDocument(reader, document)}`, reader.language)

const taken = 'image/jpeg,image/png,image/heic,image/heif,application/pdf,.jpg,.jpeg,.png,.heic,.heif,.pdf'

/** How to choose a file by the browser's own button; where the script makes the labels buttons it takes this away. */
export const PickHint = ({ reader }: { reader: Reader }) => (
  <p class="hint pick-hint">{reader.say('documents.pickHint')}</p>
)

/** The field for a file, with what was wrong with the one before. */
export function FileField(props: { reader: Reader; id: string; label: string; wrong: TextKey | undefined }) {
  const { reader, id, label, wrong } = props
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for={id}>{label}</label>
      {wrong && (
        <p class="message" id={`${id}-error`}>
          {reader.say(wrong)}
        </p>
      )}
      <input
        type="file"
        id={id}
        name="file"
        accept={taken}
        {...(wrong ? { 'aria-invalid': 'true', 'aria-describedby': `${id}-error` } : {})}
      />
    </div>
  )
}

interface UploadProps {
  reader: Reader
  asked: AskedDocument
  hidden: HiddenFields
  outcome: DocumentOutcome | undefined
  label: 'documents.file' | 'documents.more' | 'documents.instead'
  /** The document whose place it is to take. */
  replaces?: string
}

function UploadForm({ reader, asked, hidden, outcome, label, replaces }: UploadProps) {
  const item = nameOfAsked(asked)
  const id = replaces === undefined ? fieldOf(item) : `replace-${replaces}`
  const { say } = reader
  return (
    <form class="upload" method="post" action="/apply/documents/files" enctype="multipart/form-data">
      <Hidden fields={{ ...hidden, item, upload: newUploadId(), ...(replaces === undefined ? {} : { replaces }) }} />
      <FileField
        reader={reader}
        id={id}
        label={say(label).replace('{kind}', askedName(reader, asked))}
        wrong={replaces === undefined && outcome?.item === item ? outcome.text : undefined}
      />
      <button type="submit" class="plain">
        {say('documents.upload')}
      </button>
    </form>
  )
}

/** One document of a form on its way, with what can be done with it. */
function GivenDocument(
  props: DocumentsProps & { asked: readonly AskedDocument[]; document: DocumentRow; name: string },
) {
  const { reader, document, hidden, name } = props
  const { say } = reader
  const place = props.asked.find((each) => isFor(each, document))
  const described = describeDocument(reader, document)
  return (
    <li>
      <div class="head">
        <span>{described}</span>
        <span class="options">
          <a href={`/apply/documents/${document.id}`} aria-label={spokenOf(reader, 'documents.open', name, document)}>
            {say('documents.open')}
          </a>
          <form method="post" action={`/apply/documents/${document.id}/remove`}>
            <Hidden fields={hidden} />
            <button class="plain" type="submit" aria-label={spokenOf(reader, 'documents.remove', name, document)}>
              {say('documents.remove')}
            </button>
          </form>
        </span>
      </div>
      {place && (
        <details>
          <summary aria-label={spokenOf(reader, 'documents.replace', name, document)}>
            {say('documents.replace')}
          </summary>
          <UploadForm
            reader={reader}
            asked={place}
            hidden={hidden}
            outcome={undefined}
            label="documents.instead"
            replaces={document.id}
          />
        </details>
      )}
    </li>
  )
}

/** Every paper that is asked for, with what is there of it and the form to give it; the script puts a newer one in its place. */
export function DocumentsView(props: DocumentsProps) {
  const { reader, asked, documents, hidden, outcome } = props
  const { say } = reader
  const others = documents.filter((document) => !asked.some((each) => isFor(each, document)))
  const isFull = documents.length >= maxDocuments
  return (
    <section id="documents" {...scriptTexts(reader)}>
      <OutcomeView reader={reader} outcome={outcome} />
      <PickHint reader={reader} />
      {isFull && <p class="card">{say('documents.fullAll')}</p>}
      {asked.map((each) => {
        const given = documents.filter((document) => isFor(each, document))
        const name = askedName(reader, each)
        return (
          <div class="card">
            <h2>{name}</h2>
            <Given {...props} given={given} name={name} />
            {!isFull && hasRoom(each, documents) && (
              <UploadForm
                reader={reader}
                asked={each}
                hidden={hidden}
                outcome={outcome}
                label={given.length > 0 ? 'documents.more' : 'documents.file'}
              />
            )}
            {!isFull && !hasRoom(each, documents) && <p class="hint">{say('documents.full')}</p>}
          </div>
        )
      })}
      {others.length > 0 && (
        <div class="card">
          <h2>{say('documents.given')}</h2>
          <Given {...props} given={others} name={say('documents.given')} />
        </div>
      )}
    </section>
  )
}

function Given(props: DocumentsProps & { given: readonly DocumentRow[]; name: string }) {
  if (props.given.length === 0) return <p class="hint">{props.reader.say('documents.none')}</p>
  return (
    <ul class="documents">
      {props.given.map((document) => (
        <GivenDocument {...props} document={document} />
      ))}
    </ul>
  )
}
