import { type Frame, Page, Quoted } from '@jiekun/pages'
import { noticeTypes } from '@jiekun/schema'
import { documentTexts } from '../texts.ts'
import { exampleAnswers, exampleTestNotice, exampleTokenRequest } from '../webhook-examples.ts'
import { withCode } from '../with-code.tsx'
import { connectTexts } from './connect-texts.ts'
import type { sampleEvent } from './sample-event.ts'

interface ConnectProps {
  reader: Frame
  sample: Awaited<ReturnType<typeof sampleEvent>>
}

/** How a department connects its system, step by step. */
export function ConnectPage({ reader, sample }: ConnectProps) {
  const texts = connectTexts[reader.language === 'en' ? 'en' : 'zh-CN']
  const { before, register, receive, answer, particulars, order, kit } = texts
  return (
    <Page reader={reader} title={texts.title} stylesheet="/docs/connect.css">
      <p class="lead">{texts.lead}</p>
      <ul class="ways">
        <li>
          <a href="/docs#webhooks">{texts.reference}</a>
        </li>
        <li>
          <a href="/openapi.json">{texts.openapi}</a>
        </li>
        <li>
          <a href="/inbox">{texts.inbox}</a>
        </li>
      </ul>

      <h2>{before.title}</h2>
      <List items={before.items} />

      <h2>{register.title}</h2>
      <p>{withCode(register.text)}</p>
      <Code text={registerRequests} />
      <p>{withCode(register.after)}</p>

      <h2>{receive.title}</h2>
      <p>{withCode(receive.text)}</p>
      <p>{receive.headers}</p>
      <Code text={['POST /…', 'content-type: application/json', ...linesOf(sample.headers)].join('\n')} />
      <p>{receive.body}</p>
      <Code text={sample.body} />
      <p>{withCode(receive.check)}</p>
      <dl>
        <dt>{withCode(receive.secret)}</dt>
        <dd>
          <code>{sample.secret}</code>
        </dd>
        <dt>{withCode(receive.publicKey)}</dt>
        <dd>
          <code>{sample.publicKey}</code>
        </dd>
      </dl>
      <p>{withCode(receive.answer)}</p>

      <h2>{texts.try.title}</h2>
      <p>{withCode(texts.try.text)}</p>
      <Code text={testRequest} />
      <Code text={JSON.stringify(exampleTestNotice)} />

      <h2>{texts.notices.title}</h2>
      <Notices texts={texts.notices} />

      <h2>{answer.title}</h2>
      <p>{withCode(answer.text)}</p>
      <Code text={`POST /hooks/departments/{officeId}\n\n${json(exampleAnswers['referral.delivered'])}`} />
      <List items={answer.results} />

      <h2>{particulars.title}</h2>
      <p>{withCode(particulars.text)}</p>
      <Code text={`POST /hooks/departments/{officeId}/tokens\n\n${json(exampleTokenRequest)}`} />
      <Code text={'curl "$LINK" -H "Authorization: Bearer $TOKEN"'} />

      <h2>{order.title}</h2>
      <List items={order.items} />

      <h2>{kit.title}</h2>
      <p>{withCode(kit.text)}</p>
    </Page>
  )
}

const json = (value: unknown): string => JSON.stringify(value, null, 2)
const linesOf = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`)

const registerRequests = `curl -X PUT "$HOUSE/api/v1/offices/$OFFICE/endpoint" \\
  -H "Authorization: Bearer $KEY" -H "If-Match: *" \\
  -H "Content-Type: application/json" \\
  -d '{ "url": "https://office.example.org/hooks/jiekun" }'

curl -X POST "$HOUSE/api/v1/offices/$OFFICE/endpoint/secrets" \\
  -H "Authorization: Bearer $KEY" -H "If-Match: *" \\
  -H "Content-Type: application/json" -d '{ "overlapHours": 24 }'`

const testRequest = `curl -X POST "$HOUSE/api/v1/offices/$OFFICE/endpoint/test" \\
  -H "Authorization: Bearer $KEY"`

/** A piece of text for programs; whoever has no mouse scrolls it by its focus. */
const Code = ({ text }: { text: string }) => (
  <pre tabindex={0}>
    <code>
      <Quoted text={text} />
    </code>
  </pre>
)

const List = ({ items }: { items: readonly string[] }) => (
  <ul>
    {items.map((item) => (
      <li>{withCode(item)}</li>
    ))}
  </ul>
)

/** What each kind of notice means, and what may be said to it. */
const Notices = ({ texts }: { texts: (typeof connectTexts)['en']['notices'] }) => (
  <dl class="notices">
    {noticeTypes.map((type) => {
      const { answers } = documentTexts.webhooks.notices[type]
      return (
        <>
          <dt>
            <a href={`/docs#operation-notice.${type}`}>
              <code>{type}</code>
            </a>
          </dt>
          <dd>
            {texts.texts[type]}
            <p class="hint">
              {texts.answers}{' '}
              {answers.length === 0
                ? texts.nothing
                : answers.map((each, index) => [index > 0 ? ' · ' : '', <code>{each}</code>])}
            </p>
          </dd>
        </>
      )
    })}
  </dl>
)
