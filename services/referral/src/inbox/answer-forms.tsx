import { declineCodes, type ReferralState } from '@jiekun/schema'
import type { Child } from 'hono/jsx'
import { transitions } from '../states/transition.ts'
import { filled, type Reader } from '../texts/texts.ts'
import { type Action, actions, documentPlaces, type FormFault } from './answer-form.ts'
import { ChoiceField, type FormState, LongField, TextField } from './fields.tsx'

interface FormsProps {
  reader: Reader
  referral: { id: string; version: number }
  state: ReferralState
  /** What was sent last and could not be taken. */
  sent: { action: Action; values: URLSearchParams } | undefined
  faults: readonly FormFault[]
}

/** Whether an office can do that in a state. */
const isOffered = (action: Action, state: ReferralState): boolean => transitions[action].from.includes(state)

/** The answers that an office can give in a state: one step straight on, the rest folded away until it is asked for. */
export function AnswerForms(props: FormsProps) {
  const { reader, state, sent, faults } = props
  const { say } = reader
  const offered = actions.filter((action) => isOffered(action, state))
  if (offered.length === 0) return <p>{say('act.none')}</p>
  // Who begins without accepting skips nothing that matters, so one button leads on from each state.
  const straight = offered.find((action) => !folds(action))
  const folded = offered.filter(folds)
  const stateOf = (action: Action): FormState => ({
    reader,
    action,
    values: sent?.action === action ? sent.values : undefined,
    faults: sent?.action === action ? faults : [],
  })
  return (
    <>
      {straight !== undefined && (
        <Form {...props} action={straight}>
          <p class="straight">
            <button type="submit" name="action" value={straight}>
              {say(`act.${straight}`)}
            </button>
            {straight === 'accept' && (
              <button type="submit" name="action" value="start" class="plain">
                {say('act.start')}
              </button>
            )}
          </p>
        </Form>
      )}
      {folded.map((action) => (
        <details class="act" open={sent?.action === action || (action === 'deliver' && state === 'in_progress')}>
          <summary>{say(`act.${action}`)}</summary>
          <Form {...props} action={action}>
            <Fields form={stateOf(action)} />
            <p class="actions">
              <button type="submit" class={action === 'deliver' ? undefined : 'plain'}>
                {say(sendKey(action))}
              </button>
            </p>
          </Form>
        </details>
      ))}
    </>
  )
}

/** Whether an answer has more to say than a button does. */
const folds = (action: Action): boolean => action !== 'accept' && action !== 'start'

const sendKey = (action: Action) =>
  action === 'deliver' ? 'act.deliverSend' : action === 'decline' ? 'act.declineSend' : 'act.returnSend'

function Form({ referral, action, children }: FormsProps & { action: Action; children: Child }) {
  return (
    <form method="post" action={`/inbox/referrals/${referral.id}/answers`}>
      <input type="hidden" name="version" value={String(referral.version)} />
      {folds(action) && <input type="hidden" name="action" value={action} />}
      {children}
    </form>
  )
}

function Fields({ form }: { form: FormState }) {
  const { say } = form.reader
  switch (form.action) {
    case 'return':
      return (
        <>
          <p class="hint">{say('act.returnLead')}</p>
          <LongField form={form} name="reason" label={say('field.reason.return')} />
        </>
      )
    case 'decline':
      return (
        <>
          <p class="hint">{say('act.declineLead')}</p>
          <ChoiceField
            form={form}
            name="reasonCode"
            label={say('field.reasonCode')}
            choices={declineCodes.map((code) => [code, say(`decline.${code}`)])}
          />
          <LongField form={form} name="reason" label={say('field.reason.decline')} />
        </>
      )
    case 'deliver':
      return <DeliveryFields form={form} />
    default:
      return null
  }
}

function DeliveryFields({ form }: { form: FormState }) {
  const { say } = form.reader
  return (
    <>
      <p class="hint">{say('act.deliverLead')}</p>
      <TextField
        form={form}
        name="amount"
        label={say('field.amount')}
        hint={say('field.amountHint')}
        numeric
        optional
        short
      />
      <div class="beside">
        <TextField form={form} name="periodFrom" label={say('field.periodFrom')} type="date" optional />
        <TextField form={form} name="periodTo" label={say('field.periodTo')} type="date" optional />
      </div>
      <TextField
        form={form}
        name="documentNumber"
        label={say('field.documentNumber')}
        hint={say('field.documentNumberHint')}
        optional
      />
      <details
        open={form.faults.some(({ field }) => field.startsWith('documentTitle') || field.startsWith('documentUrl'))}
      >
        <summary>{say('field.documents')}</summary>
        <p class="hint">{say('field.documentsHint')}</p>
        {documentPlaces.map((number) => (
          <div class="beside">
            <TextField
              form={form}
              name={`documentTitle${number}`}
              label={filled(say('field.documentTitle'), { number })}
              optional
            />
            <TextField
              form={form}
              name={`documentUrl${number}`}
              label={filled(say('field.documentUrl'), { number })}
              type="url"
              optional
            />
          </div>
        ))}
      </details>
    </>
  )
}
