import type { Handlers } from '@jiekun/department-kit'
import { answerSoon, finishTask, forget, readAgain, remindStaff } from './work.ts'

/** What to do about each kind of notice. Store it and come back: the house waits ten seconds for the answer to a webhook. */
export const handlers: Handlers = {
  referral({ type, data }) {
    for (const { referralId, measure, version } of data.referrals) {
      switch (type) {
        case 'referral.created': // 新转办：登记，然后受理 · a new referral: write it down, then answer it
          answerSoon({ referralId, measure, version, dueOn: data.dueOn })
          break
        case 'referral.resumed': // 退回补充的情况已经补齐，接着办 · what you asked for is known: go on
          answerSoon({ referralId, measure, version, dueOn: data.dueOn })
          break
        case 'referral.disputed': // 申请人说没有收到：查清后重新办理 · the applicant has no help yet: look into it, deliver again
          readAgain({ referralId, measure, version, dueOn: data.dueOn })
          break
        case 'referral.withdrawn': // 已收回：不再办理 · it is not yours any more: stop
          forget(referralId)
          break
        case 'referral.due': // 快到期了 · your time is nearly over
          remindStaff(referralId, data.dueOn)
          break
        case 'referral.escalated': // 下级单位逾期未办：督办 · an office below has let its time pass: see to it
          remindStaff(referralId, data.dueOn)
          break
        case 'referral.informed': // 协办任务，用 cooperation.done 报告办结 · you cooperate: report with cooperation.done
          if (data.taskId !== undefined) finishTask(data.taskId)
          break
      }
    }
  },
  test() {
    console.log('endpoint.test 收到，没有要办的事 · taken; nothing follows from it')
  },
  other({ type }) {
    console.log(`${type} 是新的通知种类，请更新工具包 · a newer kind of notice`)
  },
}
