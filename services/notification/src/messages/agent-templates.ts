import { type Language, missingNames } from '@jiekun/schema'
import type { MessageFacts, Template } from './templates.ts'

/**
 * The messages to whoever applied for somebody else 代办人. They say what has happened and where to look, and no more: which
 * help a household gets is told to the applicant alone.
 */
type AgentCatalogue = Record<Template, string>

const chinese: AgentCatalogue = {
  received: '已收到。进度请到“帮人申请”查看。',
  returned: '还需要补充材料或情况。',
  endorsed: '已通过审核，正在公示。',
  corrected: '里的信息已更正。',
  declined: '未获批准，本人可以申请复核。',
  withdrawn: '已撤回。',
  answered: '有了答复，请告诉本人查看。',
  twinned: '：有人用同一个身份证号又提交了一次申请。请告诉本人；不是本人提交的，请本人马上联系当地工会。',
  approved: '已批准建档。',
  referred: '的帮扶措施已转给负责的部门。',
  accepted: '有一项帮扶措施已由部门受理。',
  delivered: '有一项帮扶措施，部门说已经落实，请提醒本人确认是否收到。',
  reminded: '有一项帮扶措施等本人确认是否收到，请提醒本人。',
  escalated: '有一项帮扶措施过了办理期限，已报上一级督办。',
  completed: '的帮扶措施都已办结。',
}

const english: AgentCatalogue = {
  received: 'has been received. Follow it under “Helping others”.',
  returned: 'needs more documents or information.',
  endorsed: 'has passed the review; the public notice has begun.',
  corrected: 'was corrected.',
  declined: 'was not approved; the applicant may ask for a review.',
  withdrawn: 'is withdrawn.',
  answered: 'has an answer for the applicant; please tell them.',
  twinned:
    'was joined by another one under the same ID number. Please tell the applicant, who should contact the union at once if it was not them.',
  approved: 'is approved.',
  referred: 'has gone to the departments that help.',
  accepted: 'has a measure that its department has accepted.',
  delivered: 'has a measure said to be delivered; please ask the applicant to confirm it.',
  reminded: 'has a measure that waits for the applicant to confirm it; please remind them.',
  escalated: 'has a measure that is overdue; it was raised to the level above.',
  completed: 'is settled: every measure has ended.',
}

/** A message to the agent, in the language of the application; it carries nobody's data. */
export function renderAgentMessage(
  template: Template,
  language: Language,
  { caseNumber, missing }: Pick<MessageFacts, 'caseNumber' | 'missing'>,
): string {
  switch (language) {
    case 'zh-CN': {
      const asked =
        template === 'returned' ? `要补充：${missing.map((code) => missingNames[code].zh).join('、')}。` : ''
      return `【解困】您代办的申请（${caseNumber}）${chinese[template]}${asked}`
    }
    case 'en': {
      const asked =
        template === 'returned' ? ` Asked for: ${missing.map((code) => missingNames[code].en).join('; ')}.` : ''
      return `[Jiekun] The application ${caseNumber} that you help with ${english[template]}${asked}`
    }
    default:
      return language satisfies never
  }
}
