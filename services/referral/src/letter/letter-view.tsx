import { Page } from '@jiekun/pages'
import { clauseTitle, measureName, sentenceOf } from '@jiekun/policy'
import { areaFullName, identityFields } from '@jiekun/schema'
import type { Particulars } from '@jiekun/schema/api'
import { dayInChina } from '@jiekun/worker'
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { renderSVG } from 'uqr'
import { onDay } from '../inbox/due-words.ts'
import type { LoadedReferral } from '../inbox/store.ts'
import type { Reader } from '../texts/texts.ts'
import { letterNumber } from './letter-number.ts'

interface LetterProps {
  reader: Reader
  loaded: LoadedReferral
  /** Where this house is reached. */
  origin: string
  /** The reader's office has the referral; the one above may look. */
  isOwn: boolean
  /** The applicant as far as the measure needs it, where the clerk asked for a letter with that. */
  applicant?: Particulars['applicant']
}

const zh = 'zh-CN'

/**
 * A referral as a letter on paper 转办函, with a slip to cut off and send back 回执. It is in Chinese whoever reads the
 * page: an office files it. The code leads to the referral's page, behind the sign-in, and holds its id alone.
 */
export function LetterView({ reader, loaded, origin, isOwn, applicant }: LetterProps) {
  const { say } = reader
  const { referral, office, union, maskedName } = loaded
  const number = letterNumber(referral)
  const link = `${origin}/inbox/referrals/${referral.id}`
  return (
    <Page reader={reader} title={`${say('letter.title')} ${number}`} wide stylesheet="/inbox/style.css">
      <div class="screen">
        <p class="hint">{say('letter.print')}</p>
        {isOwn && !applicant && <p class="hint">{say('letter.masked')}</p>}
        <p class="actions">
          <a class="button plain" href={`/inbox/referrals/${referral.id}`}>
            {say('letter.back')}
          </a>
        </p>
        {isOwn && !applicant && (
          <form method="post" action={`/inbox/referrals/${referral.id}/letter`}>
            <button type="submit" class="plain">
              {say('letter.withParticulars')}
            </button>
          </form>
        )}
      </div>
      <article class="letter" lang={zh}>
        <p class="letter-head">
          <span>{number}</span>
          {referral.emergency && <strong>急件（先行救助）</strong>}
        </p>
        <h2>困难职工帮扶事项转办函</h2>
        <p>{`${office.name}：`}</p>
        <p>
          根据《内蒙古自治区人民政府关于进一步做好城镇困难职工解困脱困工作的实施意见》（内政发〔2018〕47号），现将下列帮扶事项转至贵单位，请按职责分工办理，并在期限内反馈结果。
        </p>
        <table>
          <tbody>
            <Row title="帮扶措施">{measureName(referral.measure)}</Row>
            <Row title="受理编号">{referral.planId}</Row>
            <Row title="申请人">
              {applicant ? told(applicant) : `${maskedName ?? '（已隐去）'}　（${areaFullName(referral.countyCode)}）`}
            </Row>
            <Row title="政策依据">
              {`${referral.clause} ${clauseTitle(referral.clause, 'zh')}。`}
              {sentenceOf(referral.measure, referral.clause)?.text}
            </Row>
            <Row title="办理期限">{deadline(loaded)}</Row>
          </tbody>
        </table>
        <div class="letter-foot">
          <div>
            <p>有系统账号的，请登录办理；没有条件登录的，请填写回执后送发函单位。</p>
            <p>{`发函单位：${union?.name ?? areaFullName(referral.countyCode)}`}</p>
            <p>{`联系电话：${union?.telephone ?? '＿＿＿＿＿＿＿＿'}`}</p>
          </div>
          <div class="qr">
            {raw(renderSVG(link, { border: 1 }))}
            扫码登录办理
          </div>
        </div>
        <p class="signed">{`${onDay(dayInChina(new Date(referral.createdAt)), zh)}（盖章）`}</p>
        <p class="cut">沿此线剪下</p>
        <section class="slip">
          <h2>回　执</h2>
          <p class="letter-head">
            <span>{`发函单位：${union?.name ?? ''}`}</span>
            <span>{number}</span>
          </p>
          <table>
            <tbody>
              <Row title="事项">{`${measureName(referral.measure)}（${referral.planId}）`}</Row>
              <Row title="办理结果">
                <span class="boxes">
                  {['受理', '办结', '退回补充', '不予受理'].map((each) => (
                    <span>{`□ ${each}`}</span>
                  ))}
                </span>
              </Row>
              <Row title="金额、期间、文号" blank />
              <Row title="说明" blank />
            </tbody>
          </table>
          <p class="letter-head">
            <span>经办人：＿＿＿＿＿＿</span>
            <span>电话：＿＿＿＿＿＿＿＿</span>
            <span>{`${office.name}（盖章）　　年　月　日`}</span>
          </p>
        </section>
      </article>
    </Page>
  )
}

const Row = ({ title, blank, children }: { title: string; blank?: boolean; children?: Child }) => (
  <tr>
    <th scope="row">{title}</th>
    <td class={blank ? 'blank' : undefined}>{children}</td>
  </tr>
)

const names = { name: '', idNumber: '身份证号 ', phone: '电话 ', address: '住址 ', bankAccount: '银行账号 ' }

/** The applicant on one line, as far as it was told. */
const told = (applicant: Particulars['applicant']): string =>
  identityFields
    .flatMap((field) =>
      applicant[field] === undefined || applicant[field] === null ? [] : [`${names[field]}${applicant[field]}`],
    )
    .join('，')

/** The day by which the office must act, as the letter says it. */
function deadline({ referral: { dueOn, duty, dueKnown } }: LoadedReferral): string {
  if (dueOn === null || duty !== 'office') return '—'
  return `${onDay(dueOn, zh)}前${dueKnown ? '' : '（该年节假日尚未公布，可能调整）'}`
}
