/** What the pages around the form say, in Chinese; the keys are what every language must fill. */
export const applyZh = {
  'apply.more': '根据您的回答，请再填下面新出现的几项。',
  'overview.title': '填写进度',
  'overview.done': '已填好',
  'overview.begun': '没填完',
  'overview.open': '未填',
  'overview.goOn': '继续填写',
  'later.title': '以后再填',
  'later.lead': '填好的内容已经保存。换一部手机或电脑继续填，要用下面两项，请抄下来或截图。不要告诉别人。',
  'later.number': '填写编号',
  'later.kept': '从最后一次填写起保存 30 天，过期自动删除。',
  'resume.title': '继续以前的填写',
  'resume.wrong': '没有找到。请检查填写编号和查询码；已经提交的申请请到“查询进度”。',
  'problem.tooMany': '查询码错误次数太多。为了您的信息安全，请过 15 分钟再试。',
} as const

export const applyEn: Record<keyof typeof applyZh, string> = {
  'apply.more': 'By your answers a few more questions have come up below.',
  'overview.title': 'How far you are',
  'overview.done': 'Done',
  'overview.begun': 'Not finished',
  'overview.open': 'To do',
  'overview.goOn': 'Go on',
  'later.title': 'Go on later',
  'later.lead':
    'What you have filled in is saved. To go on with another telephone or computer you need these two; write them down and tell nobody.',
  'later.number': 'Form number',
  'later.kept': 'Kept for 30 days after the last change, then deleted.',
  'resume.title': 'Go on with a form you began',
  'resume.wrong':
    'Nothing found. Check the form number and the access code; what has been sent is found under “Follow my case”.',
  'problem.tooMany': 'The access code was wrong too often. To keep your data safe, try again in 15 minutes.',
}
