/** What went wrong with a form, above it. */
export function Fault({ text }: { text: string | undefined }) {
  if (text === undefined) return null
  return (
    <div class="summary" role="alert">
      <p class="message">{text}</p>
    </div>
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
