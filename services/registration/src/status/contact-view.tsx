import { Quoted } from '@jiekun/pages'
import type { Contact } from '@jiekun/schema'
import type { Reader } from '../texts/texts.ts'

/** An office, with a telephone number that a phone calls at a touch, and the rest folded away. */
export function ContactView({ reader: { say }, contact }: { reader: Reader; contact: Contact }) {
  const { name, telephone, address, hours } = contact
  return (
    <div class="contact">
      <span class="office">
        <Quoted text={name} />
      </span>
      {telephone !== null && <TelephoneView telephone={telephone} label={say('contact.call')} />}
      {(address !== null || hours !== null) && (
        <details>
          <summary>{say('contact.where')}</summary>
          {address !== null && (
            <p>
              <Quoted text={address} />
            </p>
          )}
          {hours !== null && (
            <p>
              <Quoted text={hours} />
            </p>
          )}
        </details>
      )}
    </div>
  )
}

/** Only the first number of several can be called; all of them are shown. */
function TelephoneView({ telephone, label }: { telephone: string; label: string }) {
  const number = /[\d+-]{3,}/.exec(telephone)?.[0]
  return number === undefined ? (
    <span>{telephone}</span>
  ) : (
    <a class="call" href={`tel:${number}`}>
      {label.replace('{telephone}', telephone)}
    </a>
  )
}
