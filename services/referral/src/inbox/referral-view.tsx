import { Fault, Page } from '@jiekun/pages'
import { clauseTitle, departments, measureName, sentenceOf } from '@jiekun/policy'
import { areaFullName } from '@jiekun/schema'
import { type Particulars, toReferral } from '@jiekun/schema/api'
import { dayInChina, type ServiceContext, staffOf } from '@jiekun/worker'
import { storedReasonText } from '../routing/reason-texts.ts'
import { filled, type Reader, sayCode } from '../texts/texts.ts'
import type { FormFault, SentForm } from './answer-form.ts'
import { AnswerForms } from './answer-forms.tsx'
import { onDay, timeLeft, timeWords } from './due-words.ts'
import { fieldId } from './fields.tsx'
import { HistoryView } from './history-view.tsx'
import { ParticularsView } from './particulars-view.tsx'
import type { LoadedReferral } from './store.ts'
import { yuanOfFen } from './yuan.ts'

/** What became of the form that was sent last. */
export interface Shown {
  done?: SentForm['action'] | undefined
  sent?: SentForm
  faults?: readonly FormFault[]
  /** The version that the form was sent from, which is over. */
  staleSince?: number
  /** What the measure needs, where the clerk has just asked for it; or why it is not told. */
  particulars?: Particulars
  withheld?: Withheld
}

/** Why what a measure needs is not told. */
export const withheldBecause = ['consent-missing', 'data-erased', 'wrong-state'] as const
export type Withheld = (typeof withheldBecause)[number]

interface ReferralProps extends Shown {
  reader: Reader
  ctx: ServiceContext
  loaded: LoadedReferral
}

/** One referral: what is asked and until when, what the office can answer, and what has happened. */
export function ReferralView(props: ReferralProps) {
  const { reader, ctx, loaded, done, sent, faults = [], staleSince, particulars, withheld } = props
  const { say } = reader
  const referral = toReferral(loaded.referral)
  const isOwn = referral.officeId === staffOf(ctx).officeId
  return (
    <Page reader={reader} title={measureName(referral.measure)} wide stylesheet="/inbox/style.css">
      <p class="marks">
        {referral.emergency && <span class="mark bad">{say('mark.emergency')}</span>}
        <strong>{sayCode(say, 'state', referral.state)}</strong>
        <span>{areaFullName(referral.countyCode)}</span>
        <span class="number">{referral.caseNumber}</span>
        {!isOwn && <span>{loaded.office.name}</span>}
      </p>
      {done !== undefined && (
        <div class="done" role="status">
          <p>{say(`done.${done}`)}</p>
        </div>
      )}
      {staleSince !== undefined && <StaleView reader={reader} ctx={ctx} loaded={loaded} staleSince={staleSince} />}
      {faults.length > 0 && <FaultsView reader={reader} sent={sent} faults={faults} />}
      {withheld !== undefined && <Fault text={say(`particulars.fault.${withheld}`)} />}
      <div class="two">
        <AskedView reader={reader} ctx={ctx} loaded={loaded} />
        <div>
          {particulars && <ParticularsView reader={reader} particulars={particulars} />}
          <h2>{say('act.title')}</h2>
          {isOwn ? (
            <AnswerForms reader={reader} referral={referral} state={referral.state} sent={sent} faults={faults} />
          ) : (
            <p>{say('referral.readOnly')}</p>
          )}
          {isOwn && particulars === undefined && <ParticularsForm reader={reader} id={referral.id} />}
          <HistoryView reader={reader} ctx={ctx} loaded={loaded} />
        </div>
      </div>
      <p class="actions">
        <a class="button plain" href="/inbox">
          {say('inbox.back')}
        </a>
      </p>
    </Page>
  )
}

/** What is wrong with a form, each fault leading to its field. */
function FaultsView({
  reader: { say },
  sent,
  faults,
}: {
  reader: Reader
  sent: SentForm | undefined
  faults: readonly FormFault[]
}) {
  return (
    <div class="summary" role="alert">
      <h2>{say('fault.title')}</h2>
      <ul>
        {faults.map(({ field, text }) => (
          <li>
            {sent && field !== 'action' ? <a href={`#${fieldId(sent.action, field)}`}>{say(text)}</a> : say(text)}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** That a form was not taken, and what has happened since its page was shown. */
function StaleView({ reader, ctx, loaded, staleSince }: ReferralProps & { staleSince: number }) {
  const { say } = reader
  const since = loaded.transitions.filter(({ sequence }) => sequence > staleSince)
  return (
    <div class="summary" role="alert">
      <h2>{say('stale.title')}</h2>
      {since.length > 0 ? (
        <>
          <p>{say('stale.lead')}</p>
          <HistoryView reader={reader} ctx={ctx} loaded={{ ...loaded, transitions: since, escalations: [] }} untitled />
        </>
      ) : (
        <p>{filled(say('stale.none'), { state: sayCode(say, 'state', loaded.referral.state) })}</p>
      )}
    </div>
  )
}

/** What the office is asked to do, on what ground, until when, and what it has delivered. */
function AskedView({ reader, ctx, loaded }: Pick<ReferralProps, 'reader' | 'ctx' | 'loaded'>) {
  const { say, language } = reader
  const referral = toReferral(loaded.referral)
  const { measure, clause, dueOn, dueKnown, documents, amountFen, periodFrom, periodTo } = referral
  const left = timeLeft(loaded.calendar, dayInChina(ctx.now), loaded.referral)
  const sentence = sentenceOf(measure, clause)
  const period = [periodFrom, periodTo].map((day) => (day === null ? '' : onDay(day, language)))
  return (
    <section class="card asked">
      <h2>{say('referral.asked')}</h2>
      <dl>
        <dt>{say('referral.due')}</dt>
        <dd>
          <strong class={left.kind === 'over' ? 'bad' : undefined}>{timeWords(reader, left)}</strong>
          {left.kind !== 'waits' && dueOn !== null && (
            <span class="whole"> {filled(say('due.on'), { date: onDay(dueOn, language) })}</span>
          )}
          {left.kind !== 'waits' && !dueKnown && <p class="hint">{say('due.unannounced')}</p>}
          {referral.emergency && <p>{say('referral.emergency')}</p>}
        </dd>
        <dt>{say('referral.clause')}</dt>
        <dd>
          {`内政发〔2018〕47号 ${clause} ${clauseTitle(clause, language === 'en' ? 'en' : 'zh')}`}
          {sentence && (
            <details>
              <summary>{say('referral.text')}</summary>
              <p class="quote" lang="zh-CN">
                {sentence.text}
              </p>
            </details>
          )}
        </dd>
        <dt>{say('referral.why')}</dt>
        {whyHere(reader, loaded).map((text) => (
          <dd>{text}</dd>
        ))}
        {referral.memberIds.length > 0 && (
          <>
            <dt>{say('referral.members')}</dt>
            <dd>{filled(say('referral.count'), { count: referral.memberIds.length })}</dd>
          </>
        )}
        {referral.declineCode !== null && (
          <>
            <dt>{say('referral.declineCode')}</dt>
            <dd>{say(`decline.${referral.declineCode}`)}</dd>
          </>
        )}
        {amountFen !== null && (
          <>
            <dt>{say('referral.amount')}</dt>
            <dd>{`￥${yuanOfFen(amountFen)}`}</dd>
          </>
        )}
        {(periodFrom !== null || periodTo !== null) && (
          <>
            <dt>{say('referral.period')}</dt>
            <dd>{period.join(' – ')}</dd>
          </>
        )}
        {referral.documentNumber !== null && (
          <>
            <dt>{say('referral.document')}</dt>
            <dd>{referral.documentNumber}</dd>
          </>
        )}
        {documents.length > 0 && (
          <>
            <dt>{say('referral.documents')}</dt>
            <dd>
              {documents.map(({ title, url }) => (
                <a class="row-link" href={url} rel="noreferrer">
                  {title}
                </a>
              ))}
            </dd>
          </>
        )}
      </dl>
      <p>
        <a class="row-link" href={`/inbox/referrals/${referral.id}/letter`}>
          {say('referral.letter')}
        </a>
      </p>
    </section>
  )
}

/** Why a referral came to its office: what the routing wrote down, else what the policy says. */
function whyHere({ say, language }: Reader, { referral: row, office }: LoadedReferral): string[] {
  const { routedBecause, isDefault, countyCode } = toReferral(row)
  const because = routedBecause.flatMap((code) => storedReasonText(code) ?? [])
  if (because.length > 0) return because.map((text) => text[language === 'en' ? 'en' : 'zh'])
  const department = Object.entries(departments).find(([code]) => code === office.department)?.[1] ?? office.department
  return [
    isDefault ? say('why.default') : filled(say('why.lead'), { department }),
    filled(say('why.county'), { county: areaFullName(countyCode) }),
  ]
}

/** The way to what the measure needs: a button of its own, since every view is recorded. */
function ParticularsForm({ reader: { say }, id }: { reader: Reader; id: string }) {
  return (
    <section>
      <h2>{say('particulars.title')}</h2>
      <p class="hint">{say('particulars.lead')}</p>
      <form method="post" action={`/inbox/referrals/${id}/particulars`}>
        <button type="submit" class="plain">
          {say('particulars.show')}
        </button>
      </form>
    </section>
  )
}
