import type { MustAct, Stall, StallReason, StallTask } from '@jiekun/schema/api'

type Words = Stall['words']

const reasons: Readonly<Record<StallReason, Words>> = {
  unanswered: { zh: '办理单位逾期没有答复', en: 'Its office has not answered in time' },
  overdue: { zh: '办理单位已受理，逾期没有办结', en: 'Its office took it up and is late' },
  information: {
    zh: '办理单位退回，等工会补充情况',
    en: 'Its office returned it and waits for what the union must find out',
  },
  review: { zh: '办理单位不予办理，等工会复核', en: 'Its office declined it, and the union must review that' },
  unconfirmed: {
    zh: '办理单位称已落实，职工逾期没有确认',
    en: 'Its office says that help was given; the applicant has not confirmed that in time',
  },
  'not-delivered': {
    zh: '转办通知多次发送失败，已停止发送',
    en: 'The notice to its office failed for days and was given up',
  },
  'endpoint-stopped': {
    zh: '办理单位的接收地址已停用，转办通知没有送达',
    en: 'Webhooks to its office were stopped, and the notice is held',
  },
  'office-closed': { zh: '办理单位已停止受理', en: 'Its office takes nothing any more' },
}

const tasks: Readonly<Record<StallTask, Words>> = {
  answer: { zh: '请尽快答复', en: 'answers it' },
  'see-to-it': { zh: '请督办', en: 'sees to it' },
  inform: { zh: '请查明情况后继续转办', en: 'finds it out and lets it go on' },
  review: { zh: '请复核：改派或维持', en: 'reviews it: sends it elsewhere or upholds it' },
  ask: { zh: '请联系职工确认是否落实', en: 'asks the applicant whether the help arrived' },
  replay: { zh: '请联系办理单位后重新发送', en: 'speaks with the office and sends it once more' },
  mend: { zh: '请修复并启用接收地址，或在收件页面办理', en: 'mends its endpoint, or answers in its inbox' },
  reroute: { zh: '请改派其他单位', en: 'sends it to another office' },
}

/** Why something stalls and who does what about it. */
export const wordsOf = (why: StallReason, { name, task }: MustAct): Words => ({
  zh: `${reasons[why].zh}。${name}${tasks[task].zh}。`,
  en: `${reasons[why].en}. ${name} ${tasks[task].en}.`,
})
