import { Hint, onDay, Page } from '@jiekun/pages'
import { agentKinds } from '@jiekun/schema'
import { type Reader, sayCode } from '../texts/texts.ts'
import { checkPage, type PageAnswers, type PageErrors } from './answers.ts'
import type { Draft } from './draft.ts'
import { EditLink } from './edit-link.tsx'
import { ErrorSummary, Fields } from './fields.tsx'
import { memberFields, type Section, sections } from './sections.ts'
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
/** A member as the form calls them: by how they are related. */
export const memberName = ({ say }: Reader, { relation }: PageAnswers): string =>
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
