import { Alert, labelled, listed, numberIn, onDay, yuanOf } from '@jiekun/pages'
import { type Reader, sayCode } from '../texts/texts.ts'
import type { TextKey } from '../texts/zh.ts'
import { type PageAnswers, type PageErrors, toFen, yuanForm } from './answers.ts'
import { countyGroups, hukouGroups, type PlaceGroup } from './places.ts'
import { type Field, isAsked } from './sections.ts'

interface FieldProps {
  reader: Reader
  field: Field
  texts: readonly string[]
  error: PageErrors[string] | undefined
}

/** What a question is called, and of whom it is asked where it is about one member. */
export function labelOf(reader: Reader, { name, subject }: Pick<Field, 'name' | 'subject'>): string {
  const { say, language } = reader
  if (!subject) return sayCode(say, 'field', name)
  const { position, relation, birthDate } = subject
  const who = say(position === 0 ? 'guardian.applicant' : 'guardian.member')
    .replace('{position}', String(position))
    .replace('{relation}', sayCode(say, 'option.relation', relation))
    .replace('{birthDate}', onDay(birthDate, language))
  return sayCode(say, 'field', kindOfName(name)).replace('{member}', who)
}

/** The name of a question without the member that it is asked of. */
const kindOfName = (name: string): string => name.split('-')[0] ?? name

/** The summary of what is wrong, each line leading to its field. */
export function ErrorSummary(props: { reader: Reader; errors: PageErrors; fields?: readonly Field[] }) {
  const { reader, errors, fields = [] } = props
  const names = Object.entries(errors)
  if (names.length === 0) return null
  return (
    <Alert>
      <h2>{reader.say('apply.errors')}</h2>
      <ul>
        {names.map(([name, error]) => (
          <li>
            <a href={`#${name}`}>
              {labelled(
                labelOf(reader, fields.find((field) => field.name === name) ?? { name }).replace(/[？?]$/, ''),
                reader.say(error),
                reader.language,
              )}
            </a>
          </li>
        ))}
      </ul>
    </Alert>
  )
}

/** The fields of a page with their answers and errors. */
export function Fields(props: { reader: Reader; fields: readonly Field[]; answers: PageAnswers; errors: PageErrors }) {
  return (
    <>
      {props.fields.map((field) => {
        const row = (
          <>
            <input type="hidden" name="shown" value={field.name} />
            <FieldRow
              reader={props.reader}
              field={field}
              texts={props.answers[field.name] ?? []}
              error={props.errors[field.name]}
            />
          </>
        )
        if (!field.when) return row
        const { field: on, is, not } = field.when
        // The script takes it out of its template as soon as the answer asks for it.
        return (
          <div data-when={on} data-is={is?.join(' ')} data-not={not?.join(' ')}>
            {isAsked(field, props.fields, props.answers) ? row : <template>{row}</template>}
          </div>
        )
      })}
    </>
  )
}

function FieldRow(props: FieldProps) {
  const { field, error, reader } = props
  const label = labelOf(reader, field) + (field.optional ? reader.say('apply.optional') : '')
  const message = error && (
    <p class="message" id={`${field.name}-error`}>
      {reader.say(error)}
    </p>
  )
  const className = error ? 'field wrong' : 'field'
  if (field.kind === 'yesNo' || field.kind === 'checks' || (field.kind === 'choice' && field.values.length <= 5)) {
    return (
      <fieldset class={className} aria-describedby={error && `${field.name}-error`}>
        <legend>{label}</legend>
        {message}
        <Options {...props} />
      </fieldset>
    )
  }
  return (
    <div class={className}>
      <label for={field.name}>{label}</label>
      {message}
      <Control {...props} />
    </div>
  )
}

function Options({ field, texts, reader }: FieldProps) {
  const options =
    field.kind === 'yesNo'
      ? [
          { value: 'yes', text: reader.say('apply.yes') },
          { value: 'no', text: reader.say('apply.no') },
        ]
      : 'values' in field
        ? field.values.map((value) => ({ value, text: optionText(reader, field.name, value) }))
        : []
  return (
    <div class={field.kind === 'yesNo' ? 'options' : 'options stack'}>
      {options.map(({ value, text }, index) => (
        <label>
          <input
            // What leads to the question leads to its first answer: the keyboard can go on from there.
            id={index === 0 ? field.name : undefined}
            type={field.kind === 'checks' ? 'checkbox' : 'radio'}
            name={field.name}
            value={value}
            checked={texts.includes(value)}
          />
          {text}
        </label>
      ))}
    </div>
  )
}

/** Both questions about causes share their options. */
const optionText = (reader: Reader, name: string, value: string): string =>
  sayCode(reader.say, `option.${name === 'secondaryCauses' ? 'mainCause' : kindOfName(name)}`, value)

function Control({ field, texts, error, reader }: FieldProps) {
  const [text = ''] = texts
  const shared = {
    id: field.name,
    name: field.name,
    'aria-describedby': error && `${field.name}-error`,
    'aria-invalid': error && 'true',
  }
  switch (field.kind) {
    case 'county':
      return <PlaceSelect groups={countyGroups} chosen={text} shared={shared} reader={reader} />
    case 'anyCounty':
      return <PlaceSelect groups={hukouGroups} chosen={text} shared={shared} reader={reader} />
    case 'choice':
      return (
        <select {...shared}>
          <option value="">{reader.say('apply.choose')}</option>
          {field.values.map((value) => (
            <option value={value} selected={value === text}>
              {optionText(reader, field.name, value)}
            </option>
          ))}
        </select>
      )
    case 'date':
      return <input {...shared} type="date" class="short" value={text} />
    case 'yuan':
      return (
        <input
          {...shared}
          {...checkedAs(reader, 'yuan', 'error.amount')}
          type="text"
          class="short"
          inputmode="decimal"
          value={text}
        />
      )
    case 'count':
      return (
        <input
          {...shared}
          {...checkedAs(reader, 'count', 'error.count')}
          type="text"
          class="short"
          inputmode="numeric"
          value={text}
        />
      )
    default:
      return (
        <input
          {...shared}
          {...('check' in field && field.check === 'idNumber' ? checkedAs(reader, 'idNumber', 'error.idNumber') : {})}
          {...('check' in field && field.check === 'phone' ? checkedAs(reader, 'phone', 'error.phone') : {})}
          type="text"
          value={text}
          autocomplete={'autocomplete' in field ? field.autocomplete : 'off'}
        />
      )
  }
}

/** What the script checks an input by as it is typed, and what it says. */
const checkedAs = ({ say }: Reader, check: string, wrong: TextKey) => ({
  'data-check': check,
  'data-wrong': say(wrong),
})

function PlaceSelect(props: { groups: readonly PlaceGroup[]; chosen: string; shared: object; reader: Reader }) {
  return (
    <select {...props.shared} lang="zh-CN">
      <option value="" lang={props.reader.language}>
        {props.reader.say('apply.choose')}
      </option>
      {props.groups.map((group) => (
        <optgroup label={group.name}>
          {group.places.map((place) => (
            <option value={place.code} selected={place.code === props.chosen}>
              {place.name}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

/** An answer in words, as the summary page shows it. */
export function answerText(reader: Reader, field: Field, texts: readonly string[]): string {
  const { language } = reader
  const [first = ''] = texts
  switch (field.kind) {
    case 'yesNo':
      return texts.map((text) => reader.say(text === 'yes' ? 'apply.yes' : 'apply.no')).join('')
    case 'choice':
    case 'checks':
      return listed(
        texts.map((text) => optionText(reader, field.name, text)),
        language,
      )
    // What has not passed its check is shown as it was typed.
    case 'yuan':
      return yuanForm.test(first) ? yuanOf(toFen(first), language) : first
    case 'count':
      return /^\d+$/.test(first) ? numberIn(Number(first), language) : first
    case 'date':
      return onDay(first, language)
    case 'county':
    case 'anyCounty': {
      const group = hukouGroups.find(({ places }) => places.some(({ code }) => code === texts[0]))
      return `${group?.name ?? ''} ${group?.places.find(({ code }) => code === texts[0])?.name ?? ''}`
    }
    default:
      return texts.join('')
  }
}
