import { type Event, type Language, type MissingCode, missingNames } from '@jiekun/schema'

/** The messages an applicant gets. None names a person: a telephone may be read by others. */
export const templates = [
  'received',
  'returned',
  'endorsed',
  'corrected',
  'declined',
  'withdrawn',
  'answered',
  'twinned',
  'approved',
  'referred',
  'accepted',
  'delivered',
  'reminded',
  'escalated',
  'completed',
] as const
export type Template = (typeof templates)[number]

/** What a text may speak of, besides itself. */
export interface MessageFacts {
  caseNumber: string
  /** Name of the measure in Chinese, as the policy gives it. */
  measure: string
  referrals: number
  fileNumber: string
  missing: readonly MissingCode[]
  /** ISO date. */
  noticeEndsOn: string
  /** ISO date on which another application came under the same ID number. */
  twinnedOn: string
  /** Name and telephone of the union of the county; empty where the directory has none. */
  union: string
}

type Catalogue = Record<Template, (facts: MessageFacts) => string>

const chinese: Catalogue = {
  received: ({ caseNumber }) =>
    `【解困】我们已收到您的申请，受理编号 ${caseNumber}。请保存好编号和查询码，随时可以查询进度。`,
  returned: ({ caseNumber, missing }) =>
    `【解困】您的申请（${caseNumber}）还需要补充：${missing.map((code) => missingNames[code].zh).join('、')}。请凭编号和查询码查看说明，并与当地工会联系。`,
  endorsed: ({ caseNumber, noticeEndsOn }) =>
    `【解困】您的申请（${caseNumber}）已通过审核，公示期到 ${noticeEndsOn} 为止。您没有同意公示的，不会公开您的信息。期满后审批，结果会通知您。`,
  corrected: ({ caseNumber }) =>
    `【解困】您的申请（${caseNumber}）里的信息已更正。如果不是您要求的，请马上联系当地工会。`,
  declined: ({ caseNumber }) => `【解困】您的申请（${caseNumber}）未获批准。请凭编号和查询码查看原因，您可以申请复核。`,
  withdrawn: ({ caseNumber }) => `【解困】您的申请（${caseNumber}）已按您的要求撤回。需要时可以再次申请。`,
  answered: ({ caseNumber }) => `【解困】您提出的复核或情况变动（${caseNumber}）有答复了。请凭编号和查询码查看。`,
  twinned: ({ caseNumber, twinnedOn, union }) =>
    `【解困】${twinnedOn} 有人用您的身份证号又提交了一次申请。如果是您本人提交的，原来的申请（${caseNumber}）照常办理，您什么都不用做。如果不是，请马上联系${union || '当地工会'}。`,
  approved: ({ caseNumber, fileNumber }) =>
    `【解困】您的申请（${caseNumber}）已批准，已为您家建档，档案编号 ${fileNumber}。`,
  referred: ({ caseNumber, referrals }) =>
    `【解困】您的申请（${caseNumber}）有 ${referrals} 项帮扶措施已转给负责的部门。`,
  accepted: ({ caseNumber, measure }) => `【解困】“${measure}”已由负责部门受理（${caseNumber}）。`,
  delivered: ({ caseNumber, measure }) =>
    `【解困】部门说“${measure}”已经落实（${caseNumber}）。请凭编号和查询码告诉我们是否收到。`,
  reminded: ({ caseNumber, measure }) =>
    `【解困】“${measure}”您收到了吗（${caseNumber}）？没有收到的，请马上凭编号和查询码告诉我们。`,
  escalated: ({ caseNumber, measure }) =>
    `【解困】“${measure}”过了办理期限（${caseNumber}），我们已报上一级督办，办理结果会通知您。`,
  completed: ({ caseNumber }) => `【解困】您家帮扶计划（${caseNumber}）的全部措施都已办结。`,
}

const english: Catalogue = {
  received: ({ caseNumber }) =>
    `[Jiekun] We have your application. Case number ${caseNumber}. Keep it and the access code to follow your case.`,
  returned: ({ caseNumber, missing }) =>
    `[Jiekun] Your application ${caseNumber} still needs: ${missing.map((code) => missingNames[code].en).join('; ')}. Look up the note and ask your local union.`,
  endorsed: ({ caseNumber, noticeEndsOn }) =>
    `[Jiekun] The review of your application ${caseNumber} is done. The public notice lasts until ${noticeEndsOn}; without your consent nothing is published. Then it is decided, and you will be told.`,
  corrected: ({ caseNumber }) =>
    `[Jiekun] Details of your application ${caseNumber} were corrected. If you did not ask for this, contact your union at once.`,
  declined: ({ caseNumber }) =>
    `[Jiekun] Your application ${caseNumber} was not approved. Look up the reasons; you may ask for a review.`,
  withdrawn: ({ caseNumber }) =>
    `[Jiekun] Your application ${caseNumber} is withdrawn, as you asked. You can apply again when you need to.`,
  answered: ({ caseNumber }) =>
    `[Jiekun] What you asked or reported (case ${caseNumber}) has been answered. Look up your case to read it.`,
  twinned: ({ caseNumber, twinnedOn, union }) =>
    `[Jiekun] Another application was made under your ID number on ${twinnedOn}. If it was you, your first case ${caseNumber} goes on and there is nothing to do. If it was not, contact ${union || 'your local union'} at once.`,
  approved: ({ caseNumber, fileNumber }) =>
    `[Jiekun] Your application ${caseNumber} is approved. Household file ${fileNumber} is open.`,
  referred: ({ caseNumber, referrals }) =>
    `[Jiekun] ${referrals} measures for case ${caseNumber} have gone to the departments that owe them.`,
  accepted: ({ caseNumber, measure }) => `[Jiekun] The department has accepted “${measure}” (case ${caseNumber}).`,
  delivered: ({ caseNumber, measure }) =>
    `[Jiekun] The department says that “${measure}” has been delivered (case ${caseNumber}). Look up your case and tell us whether it arrived.`,
  reminded: ({ caseNumber, measure }) =>
    `[Jiekun] Has “${measure}” arrived (case ${caseNumber})? If it has not, look up your case and tell us now.`,
  escalated: ({ caseNumber, measure }) =>
    `[Jiekun] “${measure}” is overdue (case ${caseNumber}). It was raised to the level above; you will be told how it goes.`,
  completed: ({ caseNumber }) => `[Jiekun] Every measure of your plan (case ${caseNumber}) is settled.`,
}

const catalogues: Record<Language, Catalogue> = { 'zh-CN': chinese, en: english }

/** A message in the applicant's language. */
export const renderMessage = (template: Template, language: Language, facts: MessageFacts): string =>
  catalogues[language][template](facts)

/** Which message an event makes, if any. */
export function templateOf(event: Event): Template | undefined {
  switch (event.type) {
    case 'application.submitted':
      return 'received'
    case 'application.returned':
      return 'returned'
    case 'application.endorsed':
      return 'endorsed'
    case 'application.corrected':
      return 'corrected'
    case 'application.declined':
      return 'declined'
    case 'application.withdrawn':
      return 'withdrawn'
    case 'request.answered':
      return 'answered'
    case 'application.twinned':
      return 'twinned'
    case 'file.opened':
      return 'approved'
    case 'plan.extended':
      // Of aid that does not wait for the approval they hear once its office answers; the status page says no more either.
      return event.data.emergency ? undefined : 'referred'
    case 'plan.completed':
      return 'completed'
    case 'referral.changed':
      if (event.data.state === 'accepted') return 'accepted'
      return event.data.state === 'delivered' ? 'delivered' : undefined
    case 'referral.escalated':
      if (event.data.state === 'delivered') return event.data.kind === 'warning' ? 'reminded' : undefined
      return event.data.kind === 'escalation' ? 'escalated' : undefined
    case 'determination.made':
    case 'delivery.due':
    case 'job.due':
    case 'recount.due':
    case 'application.erased':
    case 'application.turned':
    case 'request.made':
    case 'help.confirmed':
    case 'endpoint.disabled':
    case 'calendar.changed':
      return undefined
    default:
      return event satisfies never
  }
}
