import { Alert, Hint, labelled, onDay, Page, Quoted } from '@jiekun/pages'
import { agentKinds } from '@jiekun/schema'
import { GivenKinds } from '../documents/given-kinds.tsx'
import type { DocumentRow } from '../documents/store.ts'
import { type Reader, sayCode } from '../texts/texts.ts'
import { EarlierCode } from '../twins/earlier-code.tsx'
import { askedSections, checkPage, type PageAnswers, type PageErrors } from './answers.ts'
import type { Draft } from './draft.ts'
import { answerText, ErrorSummary, Fields, labelOf } from './fields.tsx'
import { type Field, isAsked, memberFields, type Section, sections } from './sections.ts'
import { Trap } from './trap.tsx'

/** The field that proves a POST comes from our own page. */
export const Token = ({ csrf }: { csrf: string }) => <input type="hidden" name="csrf" value={csrf} />

/** Its place in the form; what is asked in it hangs on the household. */
const positionOf = (section: Section): number => sections.findIndex(({ id }) => id === section.id)

export function Step({ reader, section }: { reader: Reader; section: Section }) {
  // Who applies for somebody else stands before the first step.
  if (section.id === 'agent') return null
  const text = reader.say('apply.step').replace('{step}', String(positionOf(section) + 1))
  return <p class="step">{text.replace('{of}', String(sections.length))}</p>
}

/** The ways out of a page of the form: the list of all of them, and stopping here. */
export function Ways({ reader }: { reader: Reader }) {
  return (
    <p class="ways">
      <a href="/apply/overview">{reader.say('overview.title')}</a>
      <a href="/apply/later">{reader.say('later.title')}</a>
    </p>
  )
}

export function Back({ reader, section }: { reader: Reader; section: Section }) {
  const before = sections[positionOf(section) - 1]
  return before ? (
    <a class="button plain" href={`/apply/${before.id}`}>
      {reader.say('apply.back')}
    </a>
  ) : null
}

export function StartView({ reader }: { reader: Reader }) {
  return (
    <Page reader={reader} title={reader.say('home.apply')}>
      <p class="lead">{reader.say('apply.startLead')}</p>
      <Hint reader={reader}>{reader.say('home.time')}</Hint>
      <form method="post" action="/apply">
        <Trap reader={reader} />
        <fieldset class="field">
          <legend>{reader.say('field.applyingFor')}</legend>
          <div class="options stack">
            {(['self', ...agentKinds] as const).map((value) => (
              <label>
                <input type="radio" name="applyingFor" value={value} checked={value === 'self'} />
                {sayCode(reader.say, 'option.applyingFor', value)}
              </label>
            ))}
          </div>
        </fieldset>
        <p class="actions">
          <button type="submit">{reader.say('apply.start')}</button>
          <a class="button plain" href="/apply/resume">
            {reader.say('resume.title')}
          </a>
        </p>
      </form>
    </Page>
  )
}

export const formScript = '/assets/form.js'

/** Said where the answers of a page bring up questions that were not there before. */
const More = ({ reader }: { reader: Reader }) => (
  <p class="card" role="status" tabindex={-1} autofocus>
    {reader.say('apply.more')}
  </p>
)

interface FormProps {
  reader: Reader
  csrf: string
  answers: PageAnswers
  errors: PageErrors
  /** Questions have come up by what was answered. */
  more?: boolean
}

export function SectionView(props: FormProps & { section: Section }) {
  const { reader, section } = props
  return (
    <Page reader={reader} title={reader.say(section.title)} script={formScript}>
      <Step reader={reader} section={section} />
      <Ways reader={reader} />
      {props.more && <More reader={reader} />}
      <ErrorSummary reader={reader} errors={props.errors} fields={section.fields} />
      <form method="post" action={`/apply/${section.id}`} novalidate>
        <Token csrf={props.csrf} />
        <Fields {...props} fields={section.fields} />
        <p class="actions">
          <button type="submit">{reader.say('apply.next')}</button>
          <Back reader={reader} section={section} />
        </p>
      </form>
    </Page>
  )
}

export function MemberView(props: FormProps & { id: string }) {
  const { reader } = props
  return (
    <Page reader={reader} title={reader.say('section.member')} script={formScript}>
      {props.more && <More reader={reader} />}
      <ErrorSummary reader={reader} errors={props.errors} />
      <form method="post" action={`/apply/members/${props.id}`} novalidate>
        <Token csrf={props.csrf} />
        <Fields {...props} fields={memberFields} />
        <p class="actions">
          <button type="submit">{reader.say('apply.saveMember')}</button>
          <a class="button plain" href="/apply/members">
            {reader.say('apply.back')}
          </a>
        </p>
      </form>
    </Page>
  )
}

/** How a member of the household is related to the applicant; as a person, as long as that is not answered. */
const memberName = ({ say }: Reader, { relation }: PageAnswers): string =>
  relation?.[0] ? sayCode(say, 'option.relation', relation[0]) : say('section.member')

export function MembersView(props: { reader: Reader; draft: Draft; section: Section; today: string }) {
  const { reader, draft, section, today } = props
  const { members } = draft.answers
  return (
    <Page reader={reader} title={reader.say(section.title)}>
      <Step reader={reader} section={section} />
      <Ways reader={reader} />
      {members.length === 0 && <p>{reader.say('apply.noMembers')}</p>}
      {members.map(({ id, answers }) => (
        <div class="card head">
          <span>
            {memberName(reader, answers)} {onDay(answers.birthDate?.[0] ?? '', reader.language)}
            {Object.keys(checkPage(memberFields, answers, today)).length > 0 && (
              <span class="begun"> {reader.say('overview.begun')}</span>
            )}
          </span>
          <span class="options">
            <EditLink reader={reader} href={`/apply/members/${id}`} of={memberName(reader, answers)} />
            <form method="post" action={`/apply/members/${id}/remove`}>
              <Token csrf={draft.csrf} />
              <button class="plain" type="submit">
                {reader.say('apply.remove')}
              </button>
            </form>
          </span>
        </div>
      ))}
      <p>
        <a class="button plain" href={`/apply/members/${crypto.randomUUID()}`}>
          {reader.say('apply.addMember')}
        </a>
      </p>
      <form method="post" action="/apply/members">
        <Token csrf={draft.csrf} />
        <p class="actions">
          <button type="submit">{reader.say('apply.next')}</button>
          <Back reader={reader} section={section} />
        </p>
      </form>
    </Page>
  )
}

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

/** The way to where an answer is changed; who hears the page hears of which. */
export const EditLink = ({ reader: { say, language }, href, of }: { reader: Reader; href: string; of: string }) => (
  <a href={href} aria-label={labelled(say('apply.edit'), of, language)}>
    {say('apply.edit')}
  </a>
)

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
