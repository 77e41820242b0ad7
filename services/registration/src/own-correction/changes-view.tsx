import { labelled, onDay, Quoted } from '@jiekun/pages'
import type { PageAnswers } from '../apply/answers.ts'
import { EditLink } from '../apply/edit-link.tsx'
import { answerText } from '../apply/fields.tsx'
import { type Reader, sayCode } from '../texts/texts.ts'
import { type Change, type Changes, changesNothing } from './changes.ts'
import type { OwnCorrection } from './draft.ts'
import { correctedMemberFields } from './pages.ts'
import { memberPage } from './to-answers.ts'

/** A member as the family knows them: how they are related, and when they were born. */
export const memberName = ({ say, language }: Reader, answers: PageAnswers | undefined): string =>
  [sayCode(say, 'option.relation', answers?.relation?.[0] ?? 'other'), onDay(answers?.birthDate?.[0] ?? '', language)]
    .filter((part) => part)
    .join(' ')

/** The answers of a member, as they are now or as they were. */
const answersOf = ({ answers, filled }: OwnCorrection, id: string): PageAnswers | undefined =>
  [...answers.members, ...filled.answers.members].find((member) => member.id === id)?.answers

/** How a page is called: by its section, or by its member. */
function pageName(reader: Reader, correction: OwnCorrection, page: string): string {
  const [, memberId] = /^members\/(.+)$/.exec(page) ?? []
  if (memberId === undefined) return sayCode(reader.say, 'section', page)
  return reader.say('facts.memberChanged').replace('{member}', memberName(reader, answersOf(correction, memberId)))
}

/** Every change with what it was and what it becomes; with a way back to its question unless it is too late. */
export function ChangesView(props: { reader: Reader; correction: OwnCorrection; changes: Changes; canEdit: boolean }) {
  const { reader, correction, changes, canEdit } = props
  const { say } = reader
  if (changesNothing(changes)) return <p class="card">{say('facts.none')}</p>
  const byPage = Map.groupBy(changes.fields, ({ page }) => page)
  return (
    <>
      {[...byPage].map(([page, fields]) => (
        <section class="card">
          <h2>{pageName(reader, correction, page)}</h2>
          <dl class="changes">
            {fields.map((change) => (
              <ChangeView reader={reader} change={change} canEdit={canEdit} />
            ))}
          </dl>
        </section>
      ))}
      {changes.added.map((id) => {
        const name = memberName(reader, answersOf(correction, id))
        return (
          <section class="card">
            <div class="head">
              <h2>{labelled(say('facts.added'), name, reader.language)}</h2>
              {canEdit && <EditLink reader={reader} href={`/status/facts/${memberPage(id)}`} of={name} />}
            </div>
            <MemberAnswers reader={reader} answers={answersOf(correction, id) ?? {}} />
          </section>
        )
      })}
      {changes.removed.map((id) => {
        const name = memberName(reader, answersOf(correction, id))
        return (
          <section class="card head">
            <h2>{labelled(say('facts.removed'), name, reader.language)}</h2>
            {canEdit && <EditLink reader={reader} href="/status/facts/members" of={name} />}
          </section>
        )
      })}
    </>
  )
}

function ChangeView({ reader, change, canEdit }: { reader: Reader; change: Change; canEdit: boolean }) {
  const { say } = reader
  const { field, page, before, after } = change
  const label = sayCode(say, 'field', field.name)
  const text = (texts: readonly string[]): string => answerText(reader, field, texts).trim() || say('facts.empty')
  return (
    <>
      <dt>{label}</dt>
      <dd class="answer">
        <span>
          {labelled(say('facts.before'), '', reader.language)}
          <del>
            <Quoted text={text(before)} />
          </del>
          <br />
          {labelled(say('facts.after'), '', reader.language)}
          <ins>
            <Quoted text={text(after)} />
          </ins>
        </span>
        {canEdit && <EditLink reader={reader} href={`/status/facts/${page}#${field.name}`} of={label} />}
      </dd>
    </>
  )
}

const MemberAnswers = ({ reader, answers }: { reader: Reader; answers: PageAnswers }) => (
  <dl>
    {correctedMemberFields
      .filter(({ name }) => (answers[name] ?? []).some((text) => text !== '' && text !== 'no' && text !== 'none'))
      .map((field) => (
        <>
          <dt>{sayCode(reader.say, 'field', field.name)}</dt>
          <dd>
            <Quoted text={answerText(reader, field, answers[field.name] ?? [])} />
          </dd>
        </>
      ))}
  </dl>
)

/** What staff have put right while the applicant was at it. */
export function StaffChangesView({ reader, correction }: { reader: Reader; correction: OwnCorrection }) {
  const { say } = reader
  if (correction.changedByStaff.length === 0) return null
  const named = correction.changedByStaff.map((each) => {
    const [page = '', field] = each.split('.')
    const name = pageName(reader, correction, page)
    return field === undefined ? name : labelled(name, sayCode(say, 'field', field), reader.language)
  })
  return (
    <div class="card" role="status">
      <p>{say('facts.staff')}</p>
      <ul>
        {named.map((name) => (
          <li>{name}</li>
        ))}
      </ul>
    </div>
  )
}
