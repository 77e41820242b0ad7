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
  'lost.title': '这份申请在这里打不开了',
  'lost.lead': '可能是隔了太久，也可能是浏览器清除了记录。有填写编号和查询码的，在下面输入就能接着填。',
  'lost.typed': '您刚才在这一页填的内容没有丢，会带到下一步。',
  'lost.without': '没有填写编号',
  'lost.startWith': '带上这一页的内容重新开始',
  'problem.otherSite': '这个请求不是从本网站的页面发出的，已被拒绝。请从首页重新打开。',
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
  'lost.title': 'This form can no longer be opened here',
  'lost.lead':
    'Perhaps it was left for too long, or the browser has cleared its records. With the form number and the access code you go on where you were.',
  'lost.typed': 'What you have just filled in on this page is not lost: it goes along.',
  'lost.without': 'Without a form number',
  'lost.startWith': 'Start again with what is on this page',
  'problem.otherSite':
    'This request did not come from a page of this site and was refused. Please begin at the front page.',
  'problem.tooMany': 'The access code was wrong too often. To keep your data safe, try again in 15 minutes.',
}
