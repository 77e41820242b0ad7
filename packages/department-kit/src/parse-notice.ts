import { isRecord, isText, readJson } from './json.ts'
import type { Notice, NoticedReferral, NoticeType, TestNotice } from './types.ts'

/**
 * A body, read. `other`: a kind of notice that came later than this kit; answer 2xx and look at it when you like.
 * `malformed`: names the field that is not as it should be.
 */
export type Parsed =
  | { kind: 'referral'; notice: Notice }
  | { kind: 'test'; notice: TestNotice }
  | { kind: 'other'; type: string; timestamp: string; data: unknown }
  | { kind: 'malformed'; field: string }

const noticeTypes: Readonly<Record<NoticeType, true>> = {
  'referral.created': true,
  'referral.informed': true,
  'referral.resumed': true,
  'referral.withdrawn': true,
  'referral.disputed': true,
  'referral.due': true,
  'referral.escalated': true,
}
const isNoticeType = (type: string): type is NoticeType => Object.hasOwn(noticeTypes, type)

/** Reads a body that has been verified. Fields that this kit does not know are passed over. */
export function parseNotice(rawBody: string): Parsed {
  const body = readJson(rawBody)
  if (!isRecord(body)) return { kind: 'malformed', field: '' }
  const { type, timestamp, data } = body
  if (!isText(type)) return { kind: 'malformed', field: 'type' }
  if (!isText(timestamp)) return { kind: 'malformed', field: 'timestamp' }
  if (type === 'endpoint.test') {
    return { kind: 'test', notice: { type, timestamp, data: isRecord(data) ? data : {} } }
  }
  if (!isNoticeType(type)) return { kind: 'other', type, timestamp, data }
  const read = isRecord(data) ? noticeData(data) : 'data'
  return isText(read)
    ? { kind: 'malformed', field: read }
    : { kind: 'referral', notice: { type, timestamp, data: read } }
}

/** The data of a notice, or the field that is wrong. */
function noticeData(data: Record<string, unknown>): Notice['data'] | string {
  const { caseNumber, areaCode, clause, dueOn, taskId } = data
  if (!isText(caseNumber)) return 'data.caseNumber'
  if (!isText(areaCode)) return 'data.areaCode'
  if (!isText(clause)) return 'data.clause'
  if (dueOn !== null && !isText(dueOn)) return 'data.dueOn'
  if (taskId !== undefined && !isText(taskId)) return 'data.taskId'
  if (!Array.isArray(data.referrals) || data.referrals.length === 0) return 'data.referrals'
  const referrals: NoticedReferral[] = []
  for (const [index, each] of data.referrals.entries()) {
    const referral = referralOf(each)
    if (!referral) return `data.referrals.${index}`
    referrals.push(referral)
  }
  return { caseNumber, areaCode, clause, referrals, dueOn, ...(taskId === undefined ? {} : { taskId }) }
}

function referralOf(value: unknown): NoticedReferral | undefined {
  if (!isRecord(value)) return undefined
  const { referralId, measure, version, link } = value
  return isText(referralId) && isText(measure) && isText(link) && typeof version === 'number'
    ? { referralId, measure, version, link }
    : undefined
}
