import type { Child } from 'hono/jsx'
import type { Reader } from '../texts/texts.ts'
import type { Action, FormFault } from './answer-form.ts'

/** The form that fields stand in: what was typed last time, and what is wrong with it. */
export interface FormState {
  reader: Reader
  action: Action
  values: URLSearchParams | undefined
  faults: readonly FormFault[]
}

interface FieldProps {
  form: FormState
  name: string
  label: string
  hint?: string
  optional?: boolean
}

/** The id of a field; forms of one page have fields of the same name. */
export const fieldId = (action: Action, name: string): string => `${action}-${name}`

/** A field with its label, its hint and what is wrong with it. */
function Framed({ form, name, label, hint, optional, children }: FieldProps & { children: Child }) {
  const id = fieldId(form.action, name)
  const fault = faultOf(form, name)
  return (
    <div class={fault ? 'field wrong' : 'field'}>
      <label for={id}>
        {label}
        {optional && <span class="hint"> {form.reader.say('field.optional')}</span>}
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="message" id={`${id}-message`}>
          {form.reader.say(fault.text)}
        </p>
      )}
      {children}
    </div>
  )
}

const faultOf = ({ faults }: FormState, name: string) => faults.find(({ field }) => field === name)

/** What ties a field to its label, its hint and its fault. */
function tied({ form, name, hint, optional }: FieldProps) {
  const id = fieldId(form.action, name)
  const isWrong = faultOf(form, name) !== undefined
  const described = [hint === undefined ? [] : [`${id}-hint`], isWrong ? [`${id}-message`] : []].flat().join(' ')
  return {
    id,
    name,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': isWrong ? ('true' as const) : undefined,
    'aria-required': optional ? undefined : ('true' as const),
  }
}

export function TextField(props: FieldProps & { numeric?: boolean; type?: 'text' | 'date' | 'url'; short?: boolean }) {
  const { form, name, numeric, type = 'text', short } = props
  return (
    <Framed {...props}>
      <input
        {...tied(props)}
        type={type}
        class={short ? 'short' : undefined}
        inputmode={numeric ? 'decimal' : undefined}
        autocomplete="off"
        value={form.values?.get(name) ?? ''}
      />
    </Framed>
  )
}

export function LongField(props: FieldProps) {
  return (
    <Framed {...props}>
      <textarea {...tied(props)} rows={4} maxlength={1000}>
        {props.form.values?.get(props.name) ?? ''}
      </textarea>
    </Framed>
  )
}

export function ChoiceField(props: FieldProps & { choices: readonly (readonly [value: string, label: string])[] }) {
  const chosen = props.form.values?.get(props.name) ?? ''
  return (
    <Framed {...props}>
      <select {...tied(props)}>
        <option value="">{props.form.reader.say('field.choose')}</option>
        {props.choices.map(([value, label]) => (
          <option value={value} selected={value === chosen}>
            {label}
          </option>
        ))}
      </select>
    </Framed>
  )
}
