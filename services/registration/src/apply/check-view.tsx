/** The summary of the form: every answer with a way back to it, and the sending. */
import { Alert, labelled, Page, Quoted } from '@jiekun/pages'
import { GivenKinds } from '../documents/given-kinds.tsx'
import type { DocumentRow } from '../documents/store.ts'
import { type Reader, sayCode } from '../texts/texts.ts'
import { EarlierCode } from '../twins/earlier-code.tsx'
import { askedSections, type PageAnswers } from './answers.ts'
import type { Draft } from './draft.ts'
import { EditLink } from './edit-link.tsx'
import { answerText, labelOf } from './fields.tsx'
import { Back, memberName, Step, Token, Ways } from './page-views.tsx'
import { type Field, isAsked, memberFields, type Section } from './sections.ts'
import { Trap } from './trap.tsx'

interface AnsweredProps {
  reader: Reader
  /** The page where they are changed. */
  page: string
  fields: readonly Field[]
  answers: PageAnswers
}

/** Where a question is answered again: a page of its own where it has one, and its place on the page. */
const placeOf = ({ isElder }: Reader, page: string, { name }: Field): string =>
  isElder ? `${page}?question=${name}#${name}` : `${page}#${name}`

/** The answers of a page, each with a way back to its question. */
function Answered({ reader, page, fields, answers }: AnsweredProps) {
  return (
    <dl>
      {fields
        .filter((field) => isAsked(field, fields, answers))
        .map((field) => {
          const label = labelOf(reader, field)
          return (
            <>
              <dt>{label}</dt>
              <dd class="answer">
                <span>
                  <Quoted text={answerText(reader, field, answers[field.name] ?? []) || '-'} />
                </span>
                <EditLink reader={reader} href={placeOf(reader, page, field)} of={label} />
              </dd>
            </>
          )
        })}
    </dl>
  )
}

/** The last page: every answer with a way back to it. `unfinished` names pages that still need something. */
export function CheckView(props: {
  reader: Reader
  draft: Draft
  section: Section
  documents: readonly DocumentRow[]
  unfinished: readonly string[]
  /** ISO date. */
  today: string
}) {
  const { reader, draft, today } = props
  const { pages, members } = draft.answers
  return (
    <Page reader={reader} title={reader.say(props.section.title)}>
      <Step reader={reader} section={props.section} />
      <Ways reader={reader} />
      {props.unfinished.length > 0 && (
        <Alert>
          <h2>{reader.say('apply.errors')}</h2>
          <ul>
            {props.unfinished.map((id) => (
              <li>
                <a href={`/apply/${id}`}>
                  {labelled(sayCode(reader.say, 'section', id), reader.say('error.unfinished'), reader.language)}
                </a>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <p>{reader.say('apply.sendLead')}</p>
      {askedSections(draft.answers, today)
        .filter(({ id }) => id !== 'check')
        .map((section) => (
          <section class="card">
            <div class="head">
              <h2>{reader.say(section.title)}</h2>
              <EditLink reader={reader} href={`/apply/${section.id}`} of={reader.say(section.title)} />
            </div>
            {section.id === 'documents' && <GivenKinds reader={reader} documents={props.documents} />}
            {section.id === 'members' ? (
              members.map(({ id, answers }) => (
                <>
                  <div class="head">
                    <h3>{memberName(reader, answers)}</h3>
                    <EditLink reader={reader} href={`/apply/members/${id}`} of={memberName(reader, answers)} />
                  </div>
                  <Answered reader={reader} page={`/apply/members/${id}`} fields={memberFields} answers={answers} />
                </>
              ))
            ) : (
              <Answered
                reader={reader}
                page={`/apply/${section.id}`}
                fields={section.fields}
                answers={pages[section.id] ?? {}}
              />
            )}
          </section>
        ))}
      <form method="post" action="/apply/check">
        <Token csrf={draft.csrf} />
        <Trap reader={reader} />
        <EarlierCode reader={reader} />
        <p class="actions">
          <button type="submit">{reader.say('apply.send')}</button>
          <Back reader={reader} section={props.section} />
        </p>
      </form>
    </Page>
  )
}
