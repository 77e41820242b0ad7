import { listed, Part, Quoted } from '@jiekun/pages'
import { measureNameIn } from '@jiekun/policy'
import { areaFullName, type Disclosure, type StaffAccess } from '@jiekun/schema'
import type { CaseView } from '@jiekun/schema/api'
import { isTextKey, type Reader, sayCode } from '../texts/texts.ts'
import { Folded } from './folded.tsx'
import { when } from './when.ts'

/** Which staff opened sealed fields, and to whom data of the case went, when, what and why: the latest of each first. */
export function SeenView({ reader, found }: { reader: Reader; found: Pick<CaseView, 'disclosures' | 'accesses'> }) {
  const { say } = reader
  const { disclosures, accesses } = found
  return (
    <Part reader={reader} title={say('seen.title')} id="seen">
      {disclosures.length + accesses.length === 0 && <p class="hint">{say('seen.none')}</p>}
      <Folded reader={reader} entries={accesses.map((each) => () => <OpenedView reader={reader} opened={each} />)} />
      <Folded reader={reader} entries={disclosures.map((each) => () => <ToldView reader={reader} told={each} />)} />
    </Part>
  )
}

/** Names of fields in the reader's language. */
export function fieldNames({ say, language }: Reader, fields: readonly string[]): string {
  const names = fields.map((field) => {
    const key = `disclosed.${field}`
    return isTextKey(key) ? say(key) : sayCode(say, 'field', field)
  })
  return listed(names, language)
}

function ToldView({ reader, told }: { reader: Reader; told: Disclosure }) {
  const { say, language } = reader
  const measures = listed(
    told.measures.map((code) => measureNameIn(code, language)),
    language,
  )
  const basis = told.basis === 'consent' ? 'seen.basis.consent' : 'seen.basis.statutory_duty'
  return (
    <>
      <time datetime={told.at}>{when(told.at, language)}</time>
      <strong>
        <Quoted text={told.officeName ?? told.officeId} />
      </strong>
      <span class="office">{say('seen.what').replace('{fields}', fieldNames(reader, told.fields))}</span>
      <span class="office">{say('seen.why').replace('{measures}', measures)}</span>
      <span class="office">{say(basis).replace('{version}', told.consentVersion ?? '')}</span>
    </>
  )
}

function OpenedView({ reader, opened }: { reader: Reader; opened: StaffAccess }) {
  const { say, language } = reader
  const role =
    opened.kind === 'agent'
      ? say('seen.agent')
      : opened.role === null
        ? say('seen.staff')
        : sayCode(say, 'role', opened.role)
  return (
    <>
      <time datetime={opened.at}>{when(opened.at, language)}</time>
      <strong>
        <Quoted text={opened.area === null ? role : `${areaFullName(opened.area)} · ${role}`} />
      </strong>
      <span class="office">{whatWasOpened(reader, opened)}</span>
    </>
  )
}

function whatWasOpened(reader: Reader, { kind, fields }: StaffAccess): string {
  const { say, language } = reader
  switch (kind) {
    case 'exported':
      return say('seen.exported')
    case 'revealed':
      return say('seen.revealed').replace('{fields}', fieldNames(reader, fields))
    case 'agent':
      return say(fields.includes('case') ? 'seen.agentCase' : 'seen.agentList')
    case 'document':
      return say('seen.document').replace(
        '{kinds}',
        listed(
          fields.map((each) => sayCode(say, 'option.kind', each)),
          language,
        ),
      )
    default:
      return kind satisfies never
  }
}
