import type { NoticeType, OfficeAnswer, OfficeNotice, TokenGrant, TokenRequest } from '@jiekun/schema'
import { sampleValues } from '@jiekun/schema/api'

const { caseNumber = '', referralId = '', officeId = '', cooperationTaskId: taskId = '' } = sampleValues

/** A notice of each type, as the house would send it about the same referral from its beginning to its end. */
export function exampleNotice(type: NoticeType): OfficeNotice {
  const [version, day, dueOn] = moments[type]
  return {
    type,
    timestamp: `${day}T02:00:00.000Z`,
    data: {
      caseNumber,
      areaCode: '150203',
      clause: '五.(二).6',
      referrals: [
        {
          referralId,
          measure: 'M601',
          version,
          link: `https://jiekun.example/api/v1/referrals/${referralId}/particulars`,
        },
      ],
      dueOn,
      ...(type === 'referral.informed' ? { taskId } : {}),
    },
  }
}

/** The version of the referral, the day of the notice, and the day by which the office should act. */
const moments: Readonly<Record<NoticeType, [version: number, day: string, dueOn: string | null]>> = {
  'referral.created': [1, '2026-11-25', '2026-11-27'],
  'referral.informed': [1, '2026-11-25', '2026-11-27'],
  'referral.due': [3, '2026-11-26', '2026-11-27'],
  'referral.resumed': [5, '2026-12-01', '2026-12-08'],
  'referral.disputed': [8, '2026-12-14', '2026-12-21'],
  'referral.escalated': [8, '2026-12-22', '2026-12-25'],
  'referral.withdrawn': [9, '2026-12-23', null],
}

export const exampleTestNotice = {
  type: 'endpoint.test' as const,
  timestamp: '2026-11-25T02:00:00.000Z',
  data: { officeId },
}

const documentNumber = '包民救〔2026〕12号'
const timestamp = '2026-11-25T03:00:00Z'

/** An answer of each type, as an office would send it. */
export const exampleAnswers: Readonly<{ [T in OfficeAnswer['type']]: Extract<OfficeAnswer, { type: T }> }> = {
  'referral.received': { type: 'referral.received', timestamp, data: { referralId } },
  'referral.accepted': { type: 'referral.accepted', timestamp, data: { referralId, version: 2, documentNumber } },
  'referral.started': { type: 'referral.started', timestamp, data: { referralId } },
  'referral.returned': {
    type: 'referral.returned',
    timestamp,
    data: { referralId, reason: '缺少最近三个月的收入证明' },
  },
  'referral.declined': {
    type: 'referral.declined',
    timestamp,
    data: { referralId, reasonCode: 'already_served', reason: '本月已经享受低保' },
  },
  'referral.delivered': {
    type: 'referral.delivered',
    timestamp,
    data: {
      referralId,
      amountFen: 87_600,
      periodFrom: '2026-12-01',
      periodTo: '2027-11-30',
      documentNumber,
      documents: [{ title: '低保审批表', url: 'https://mzj.example.cn/results/12.pdf' }],
    },
  },
  'cooperation.done': { type: 'cooperation.done', timestamp, data: { taskId, note: '已提供就业登记情况' } },
}

export const exampleTokenRequest: TokenRequest = {
  type: 'token.request',
  timestamp,
  data: { referralIds: [referralId] },
}

export const exampleTokenGrant: TokenGrant = {
  token: 'jt_eyJhbGciOiJIUzI1NiJ9',
  expiresAt: '2026-11-25T03:10:00.000Z',
  referralIds: [referralId],
}
