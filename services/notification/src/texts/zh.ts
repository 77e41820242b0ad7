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
  approved: '【解困】您的申请（{caseNumber}）已批准，已为您家建档，档案编号 {fileNumber}。',
  referred: '【解困】您的申请（{caseNumber}）有 {referrals} 项帮扶措施已转给负责的部门。',
  accepted: '【解困】“{measure}”已由负责部门受理（{caseNumber}）。',
  delivered: '【解困】部门说“{measure}”已经落实（{caseNumber}）。请凭编号和查询码告诉我们是否收到。',
  reminded: '【解困】“{measure}”您收到了吗（{caseNumber}）？没有收到的，请马上凭编号和查询码告诉我们。',
  escalated: '【解困】“{measure}”过了办理期限（{caseNumber}），我们已报上一级督办，办理结果会通知您。',
  completed: '【解困】您家帮扶计划（{caseNumber}）的全部措施都已办结。',
} as const

export type TextKey = keyof typeof zh
