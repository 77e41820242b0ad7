import type { Child } from 'hono/jsx'

interface AlertProps {
  /** Whether it went well. */
  good?: boolean
  id?: string
  children?: Child
}

/**
 * What came of what somebody sent, above everything else on the page. The keyboard begins there, also without JavaScript:
 * a screen reader says it at once, and its links are what comes next.
 */
export function Alert({ good = false, id, children }: AlertProps) {
  return (
    <div class={good ? 'card' : 'summary'} role="alert" tabindex={-1} autofocus id={id}>
      {children}
    </div>
  )
}

/** What went wrong with a form, above it. */
export function Fault({ text }: { text: string | undefined }) {
  if (text === undefined) return null
  return (
    <Alert>
      <p class="message">{text}</p>
    </Alert>
  )
}

interface FieldProps {
  name: string
  label: string
  type?: 'text' | 'password'
  autocomplete: string
  value?: string
  hint?: string
  numeric?: boolean
}

/** A field with its label. */
export function Field({ name, label, type = 'text', autocomplete, value, hint, numeric }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={name}
        name={name}
        type={type}
        class={numeric ? 'short' : undefined}
        inputmode={numeric ? 'numeric' : undefined}
        autocomplete={autocomplete}
        autocapitalize="none"
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
        value={value}
        required
      />
    </div>
  )
}
