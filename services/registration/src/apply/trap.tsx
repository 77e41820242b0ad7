import type { Reader } from '../texts/texts.ts'

/** A field that nobody sees; programs that fill in whatever they find fill it in too. */
const trapName = 'remark_2'

/** The field, out of sight and out of the order of the keyboard, with words for whoever comes upon it all the same. */
export const Trap = ({ reader: { say } }: { reader: Reader }) => (
  <div class="trap" aria-hidden="true">
    <label for={trapName}>{say('apply.trap')}</label>
    <input id={trapName} name={trapName} type="text" tabindex={-1} autocomplete="off" />
  </div>
)

/** Whether a form was filled in by a program. */
export const isTrapped = (form: URLSearchParams): boolean => (form.get(trapName) ?? '') !== ''
