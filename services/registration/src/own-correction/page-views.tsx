/** The pages on which an applicant puts facts right: the form's own fields, filled in with what is held. */
import { Filled, labelled, numberIn, Page, Quoted } from '@jiekun/pages'
import {
  areaFullName,
  type Contact,
  type Missing,
  maskedIdentitySchema,
  missingNames,
  missingSchema,
  nameIn,
} from '@jiekun/schema'
import type { PageAnswers, PageErrors } from '../apply/answers.ts'
import { EditLink } from '../apply/edit-link.tsx'
import { ErrorSummary, Fields } from '../apply/fields.tsx'
import { Token } from '../apply/page-views.tsx'
import type { Section } from '../apply/sections.ts'
import { ContactView } from '../status/contact-view.tsx'
import { type CaseKey, KeyFields } from '../status/own-data-view.tsx'
import { onDay } from '../status/when.ts'
import { type Reader, sayCode } from '../texts/texts.ts'
import type { Changes } from './changes.ts'
import { withUnsaid } from './changes.ts'
import { memberName, StaffChangesView } from './changes-view.tsx'
import type { OwnCorrection } from './draft.ts'
import { askedPages, correctedMemberFields } from './pages.ts'
import { memberPage } from './to-answers.ts'

const formScript = '/assets/form.js'

/** What the reviewer has asked for, while the case waits for its applicant. */
function AskedView({ reader: { say, language }, correction }: { reader: Reader; correction: OwnCorrection }) {
  const { missing, dueOn, state } = correction.application
  if (missing === null || state !== 'returned') return null
  const { items, note }: Missing = missingSchema.parse(JSON.parse(missing))
  return (
    <section class="card">
      <h2>{say('facts.asked')}</h2>
      <ul>
        {items.map((code) => (
          <li>{nameIn(missingNames[code], language)}</li>
        ))}
      </ul>
      <p>
        <Quoted text={note} />
      </p>
      {dueOn !== null && <p>{say('facts.until').replace('{date}', onDay(dueOn, language))}</p>}
    </section>
  )
}

const changesOn = ({ fields, added, removed }: Changes, page: string): number =>
  fields.filter((change) => change.page === page || (page === 'members' && change.page.startsWith('members/'))).length +
  (page === 'members' ? added.length + removed.length : 0)

/** Every page of the form with how much of it was changed, under what the reviewer asks for. */
export function FactsView(props: {
  reader: Reader
  correction: OwnCorrection
  changes: Changes
  guardians: Section | undefined
  caseKey: CaseKey
  union: Contact | undefined
}) {
  const { reader, correction, changes, guardians, caseKey, union } = props
  const { say } = reader
  const { application, csrf } = correction
  const { name, idNumber } = maskedIdentitySchema.parse(JSON.parse(application.identityMasked))
  return (
    <Page reader={reader} title={say('facts.title')}>
      <AskedView reader={reader} correction={correction} />
      <StaffChangesView reader={reader} correction={correction} />
      <p>{say('facts.lead')}</p>
      <ol class="sections">
        {[...askedPages(correction.answers.pages.person), ...(guardians ? [guardians] : [])].map(({ id, title }) => {
          const count = changesOn(changes, id)
          return (
            <li class="head">
              <a href={`/status/facts/${id}`}>{say(title)}</a>
              {count > 0 && (
                <span class="done">{say('facts.changes').replace('{count}', numberIn(count, reader.language))}</span>
              )}
            </li>
          )
        })}
      </ol>
      <p class="actions">
        <a class="button" href="/status/facts/check">
          {say('facts.check')}
        </a>
      </p>
      <section class="card">
        <p>{say('facts.identity')}</p>
        <p class="hint">
          <Filled
            text={say('facts.identityOf')}
            with={{
              name: <Quoted text={name} />,
              idNumber,
              county: <Quoted text={areaFullName(application.countyCode)} />,
            }}
          />
        </p>
        {union && <ContactView reader={reader} contact={union} />}
      </section>
      <BackToCase reader={reader} caseKey={caseKey} />
      <form method="post" action="/status/facts/discard">
        <Token csrf={csrf} />
        <p class="actions">
          <button type="submit" class="plain">
            {say('facts.discard')}
          </button>
        </p>
      </form>
    </Page>
  )
}

/** The way back to the page of the case, which opens by number and code. */
export const BackToCase = ({ reader: { say }, caseKey }: { reader: Reader; caseKey: CaseKey }) => (
  <form method="post" action="/status">
    <KeyFields of={caseKey} />
    <p class="actions">
      <button type="submit" class="plain">
        {say('facts.backToCase')}
      </button>
    </p>
  </form>
)

interface FormProps {
  reader: Reader
  correction: OwnCorrection
  answers: PageAnswers
  errors: PageErrors
  more?: boolean
}

function FormBody(props: FormProps & { page: string; fields: Section['fields']; back: string }) {
  const { reader, correction, page } = props
  const { say } = reader
  const unsaid = correction.filled.unsaid[page]
  return (
    <>
      <AskedView reader={reader} correction={correction} />
      {props.more && (
        <p class="card" role="status">
          {say('apply.more')}
        </p>
      )}
      <ErrorSummary reader={reader} errors={props.errors} />
      {unsaid && <p class="hint">{say('facts.unsaid')}</p>}
      <form method="post" action={`/status/facts/${page}`} novalidate>
        <Token csrf={correction.csrf} />
        <Fields
          reader={reader}
          fields={withUnsaid(props.fields, unsaid)}
          answers={props.answers}
          errors={props.errors}
        />
        <p class="actions">
          <button type="submit">{say('facts.save')}</button>
          <a class="button plain" href={props.back}>
            {say('facts.backToList')}
          </a>
        </p>
      </form>
    </>
  )
}

/** One page of the form. */
export const SectionView = (props: FormProps & { section: Section }) => (
  <Page reader={props.reader} title={props.reader.say(props.section.title)} script={formScript}>
    <FormBody {...props} page={props.section.id} fields={props.section.fields} back="/status/facts/overview" />
  </Page>
)

/** The page of one member. */
export const MemberView = (props: FormProps & { id: string }) => (
  <Page reader={props.reader} title={props.reader.say('section.member')} script={formScript}>
    <FormBody {...props} page={memberPage(props.id)} fields={correctedMemberFields} back="/status/facts/members" />
  </Page>
)

/** The members of the household, each with a way to its page and out of the household. */
export function MembersView({ reader, correction }: { reader: Reader; correction: OwnCorrection }) {
  const { say } = reader
  const { answers, csrf } = correction
  return (
    <Page reader={reader} title={sayCode(say, 'section', 'members')}>
      <AskedView reader={reader} correction={correction} />
      {answers.members.length === 0 && <p>{say('apply.noMembers')}</p>}
      {answers.members.map(({ id, answers: member }) => {
        const name = memberName(reader, member)
        return (
          <div class="card head">
            <span>{name}</span>
            <span class="options">
              <EditLink reader={reader} href={`/status/facts/${memberPage(id)}`} of={name} />
              <form method="post" action={`/status/facts/${memberPage(id)}/remove`}>
                <Token csrf={csrf} />
                <button class="plain" type="submit" aria-label={labelled(say('apply.remove'), name, reader.language)}>
                  {say('apply.remove')}
                </button>
              </form>
            </span>
          </div>
        )
      })}
      <p class="actions">
        <a class="button plain" href={`/status/facts/${memberPage(crypto.randomUUID())}`}>
          {say('apply.addMember')}
        </a>
        <a class="button" href="/status/facts/overview">
          {say('facts.backToList')}
        </a>
      </p>
    </Page>
  )
}
