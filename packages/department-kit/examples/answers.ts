import type { Answered, Department } from '@jiekun/department-kit'

/** Each answer that an office can give. `version` is optional: with it, an answer to something that has changed since is refused. */
export const answers = {
  // 收到 · taken note of
  received: (office: Department, referralId: string) => office.answer('referral.received', { referralId }),
  // 受理 · accepted
  accepted: (office: Department, referralId: string, version: number) =>
    office.answer('referral.accepted', { referralId, version, documentNumber: '包民救〔2026〕12号' }),
  // 开始办理 · under way
  started: (office: Department, referralId: string) => office.answer('referral.started', { referralId }),
  // 退回补充：办理时限暂停 · something must be known first; your time stands still meanwhile
  returned: (office: Department, referralId: string) =>
    office.answer('referral.returned', { referralId, reason: '缺少最近三个月的收入证明' }),
  // 不予办理：原因代码和说明都要写，由工会复核 · declined; the union looks at the reason
  declined: (office: Department, referralId: string) =>
    office.answer('referral.declined', { referralId, reasonCode: 'already_served', reason: '本月已经享受低保' }),
  // 办结：金额以分为单位 · delivered; money in whole fen
  delivered: (office: Department, referralId: string) =>
    office.answer('referral.delivered', {
      referralId,
      amountFen: 87_600,
      periodFrom: '2026-12-01',
      periodTo: '2027-11-30',
      documentNumber: '包民救〔2026〕12号',
      documents: [{ title: '低保审批表', url: 'https://mzj.example.cn/results/12.pdf' }],
    }),
  // 协办办结 · your part beside the lead is done
  cooperated: (office: Department, taskId: string) =>
    office.answer('cooperation.done', { taskId, note: '已提供就业登记情况' }),
}

/** What became of an answer, and what to do. */
export function whatNow(answered: Answered): string {
  switch (answered.outcome) {
    case 'recorded': // 已记录 · recorded
    case 'known': // 重复，已知道 · a repetition, which does no harm
      return 'done'
    case 'late': // 转办已有变化，以返回的状态为准 · it has moved on: go by the state that came back
      return `it is ${answered.state} now, version ${answered.version}`
    case 'refused': // 内容不对，重发也没有用 · it is wrong; sending it again does not help
      return `mend it: ${answered.problem.detail ?? answered.problem.title} (${answered.problem.requestId})`
    case 'unreachable': // 稍后用同一个 webhookId 再发 · send it again later under the same id
      return `later, as ${answered.webhookId}`
    default:
      return answered satisfies never
  }
}
