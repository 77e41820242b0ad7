/** The messages an applicant gets, in Chinese. None names a person: a telephone may be read by others. */
export const zh = {
  received: '【解困】我们已收到您的申请，受理编号 {caseNumber}。请保存好编号和查询码，随时可以查询进度。',
  returned: '【解困】您的申请（{caseNumber}）还需要补充：{missing}。请凭编号和查询码查看说明，并与当地工会联系。',
  endorsed:
    '【解困】您的申请（{caseNumber}）已通过审核，公示期到 {noticeEndsOn} 为止。您没有同意公示的，不会公开您的信息。期满后审批，结果会通知您。',
  corrected: '【解困】您的申请（{caseNumber}）里的信息已更正。如果不是您要求的，请马上联系当地工会。',
  declined: '【解困】您的申请（{caseNumber}）未获批准。请凭编号和查询码查看原因，您可以申请复核。',
  withdrawn: '【解困】您的申请（{caseNumber}）已按您的要求撤回。需要时可以再次申请。',
  answered: '【解困】您提出的复核或情况变动（{caseNumber}）有答复了。请凭编号和查询码查看。',
  twinned:
    '【解困】{twinnedOn} 有人用您的身份证号又提交了一次申请。如果是您本人提交的，原来的申请（{caseNumber}）照常办理，您什么都不用做。如果不是，请马上联系{union}。',
  approved: '【解困】您的申请（{caseNumber}）已批准，已为您家建档，档案编号 {fileNumber}。',
  referred: '【解困】您的申请（{caseNumber}）有 {referrals} 项帮扶措施已转给负责的部门。',
  accepted: '【解困】“{measure}”已由负责部门受理（{caseNumber}）。',
  delivered: '【解困】部门说“{measure}”已经落实（{caseNumber}）。请凭编号和查询码告诉我们是否收到。',
  reminded: '【解困】“{measure}”您收到了吗（{caseNumber}）？没有收到的，请马上凭编号和查询码告诉我们。',
  escalated: '【解困】“{measure}”过了办理期限（{caseNumber}），我们已报上一级督办，办理结果会通知您。',
  completed: '【解困】您家帮扶计划（{caseNumber}）的全部措施都已办结。',
  'union.local': '当地工会',
  'agent.received': '【解困】您代办的申请（{caseNumber}）已收到。进度请到“帮人申请”查看。',
  'agent.endorsed': '【解困】您代办的申请（{caseNumber}）已通过审核，正在公示。',
  'agent.corrected': '【解困】您代办的申请（{caseNumber}）里的信息已更正。',
  'agent.declined': '【解困】您代办的申请（{caseNumber}）未获批准，本人可以申请复核。',
  'agent.withdrawn': '【解困】您代办的申请（{caseNumber}）已撤回。',
  'agent.answered': '【解困】您代办的申请（{caseNumber}）有了答复，请告诉本人查看。',
  'agent.twinned':
    '【解困】您代办的申请（{caseNumber}）：有人用同一个身份证号又提交了一次申请。请告诉本人；不是本人提交的，请本人马上联系当地工会。',
  'agent.approved': '【解困】您代办的申请（{caseNumber}）已批准建档。',
  'agent.referred': '【解困】您代办的申请（{caseNumber}）的帮扶措施已转给负责的部门。',
  'agent.accepted': '【解困】您代办的申请（{caseNumber}）有一项帮扶措施已由部门受理。',
  'agent.delivered': '【解困】您代办的申请（{caseNumber}）有一项帮扶措施，部门说已经落实，请提醒本人确认是否收到。',
  'agent.reminded': '【解困】您代办的申请（{caseNumber}）有一项帮扶措施等本人确认是否收到，请提醒本人。',
  'agent.escalated': '【解困】您代办的申请（{caseNumber}）有一项帮扶措施过了办理期限，已报上一级督办。',
  'agent.completed': '【解困】您代办的申请（{caseNumber}）的帮扶措施都已办结。',
  'agent.returned': '【解困】您代办的申请（{caseNumber}）还需要补充材料或情况。要补充：{missing}。',
} as const

export type TextKey = keyof typeof zh
