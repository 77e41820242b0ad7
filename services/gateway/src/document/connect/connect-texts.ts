/** Texts of the guide for engineers of departments. A text in backquotes is shown as code. */
const zh = {
  title: '部门系统接入指南',
  lead: '给部门信息化工程师：让您单位的系统自动接收解困转来的帮扶事项，并报告办理结果。没有系统的单位不用接入，用收件箱页面办理。',
  reference: '接口文档（英文）',
  openapi: 'OpenAPI 文档',
  inbox: '收件箱',
  before: {
    title: '先准备什么',
    items: [
      '一个能从互联网访问的 https 地址。内网地址、本机地址和重定向都不会发送。',
      '一台时间准确的服务器：签名里的时间相差不得超过五分钟。',
      '您单位的编号，例如 `1502-MZT-150203`（包头市昆都仑区民政局）。不知道就问当地工会。',
    ],
  },
  register: {
    title: '第一步　登记地址，取得密钥',
    text: '请系统管理员登记您的地址，并生成密钥。密钥 `whsec_…` 只显示一次，请像密码一样保管。管理员用的两个请求：',
    after:
      '想用自己的密钥对签名，就登记公钥 `publicKey`（`whpk_…`）；想让我们用公钥算法签名，就把 `signature` 设为 `ed25519` 或 `both`，公钥在 `/api/v1/webhook-keys`。',
  },
  receive: {
    title: '第二步　接收通知，验证签名',
    text: '有事项转给您单位时，我们按 Standard Webhooks 发一个 POST。内容里没有个人信息。',
    headers: '请求头：',
    body: '内容：',
    check:
      '对 `{webhook-id}.{webhook-timestamp}.{body}` 验签，`body` 用收到的原始字节。上面是一个真的签名，可以用来检查您的代码（只有时间早已过期）：',
    secret: '样例密钥（`v1`，HMAC-SHA256）',
    publicKey: '样例公钥（`v1a`，ed25519）',
    answer: '先存下，十秒之内回答 2xx，然后再办。没有回答 2xx，就会用同一个 `webhook-id` 重发，三天里共九次。',
  },
  try: {
    title: '第三步　发一条样例，看看返回了什么',
    text: '管理员和您单位的经办人都可以用。样例 `endpoint.test` 不涉及任何人，收到后不用办理。返回您的系统的状态码、耗时和回答的前一千字节，以及我们发出的内容。',
  },
  notices: {
    title: '第四步　按通知的种类办理',
    type: '通知',
    meaning: '意思',
    answers: '您可以报告',
    nothing: '不用报告',
    texts: {
      'referral.created': '新转办：登记、受理、按时办结',
      'referral.informed': '由别的单位牵头，请您协办',
      'referral.resumed': '您退回时问的情况已经清楚，接着办',
      'referral.withdrawn': '已收回，不再办理',
      'referral.disputed': '申请人说没有收到，请查清并重新办理',
      'referral.due': '快到期了',
      'referral.escalated': '下级单位逾期未办，请督办',
    },
  },
  answer: {
    title: '第五步　报告办理情况',
    text: '签名方法和验签一样。`reason` 给工会看，必须写清楚；金额以分为单位。例如办结：',
    results: [
      '`200` `recorded`：已记录；`known`：重复的报告，没有影响。',
      '`409` `wrong-state`：转办已经有了变化，返回里有现在的 `state` 和 `version`。不是错误，以它为准。',
      '`401` `signature-invalid`：`detail` 说明是缺少请求头、签名不对，还是时间差多少秒。',
      '`422` `invalid-input`：`errors` 指出哪个字段不对。重发没有用。',
      '`429` 或 `5xx`：稍后用同一个 `webhook-id` 再发。',
    ],
  },
  particulars: {
    title: '第六步　查看办理需要的情况',
    text: '通知里的 `link` 只提供这项措施需要的内容。先用签名换一个十分钟有效的令牌，再打开链接。每次查看都有记录；本人没有同意，或者信息已经删除，就不提供。',
  },
  order: {
    title: '重复、乱序和停用',
    items: [
      '重复：同一条通知的 `webhook-id` 总是一样。办过的就回答 2xx，不再办。',
      '乱序：通知不保证先后。`version` 大的是后来的。',
      '太多：回答 `429` 和 `Retry-After`，我们等到那时再发，不算失败。',
      '停用：回答 `410`，或者五天都不通，就停止发送并通知管理员。积压的通知保留，恢复后补发；也可以让管理员重发某一条或某一段时间的。',
      '时限：系统不通，转办的时限照常计算。收件箱随时可以办理。',
    ],
  },
  kit: {
    title: '现成的工具包',
    text: '代码仓库里的 `packages/department-kit` 能验证、解析、报告和自动重发，不依赖任何软件包；它的 README 有可以直接运行的例子。',
  },
} as const

/** The same in another language: the same parts, other words. */
type Worded<T> = T extends string ? string : { readonly [K in keyof T]: Worded<T[K]> }
export type ConnectTexts = Worded<typeof zh>

const en: ConnectTexts = {
  title: 'Connecting the system of a department',
  lead: 'For engineers of departments: have the system of your office take what Jiekun refers to it, and report how it went. An office without a system need not connect: it uses the pages of its inbox.',
  reference: 'Reference of the API',
  openapi: 'OpenAPI document',
  inbox: 'Inbox',
  before: {
    title: 'What you need',
    items: [
      'An https address that the internet reaches. Nothing is sent to private or local addresses, and no redirect is followed.',
      'A server whose clock is right: the time in a signature may be five minutes off at most.',
      'The id of your office, such as `1502-MZT-150203` (civil affairs of Kundulun District, Baotou). The union of your county knows it.',
    ],
  },
  register: {
    title: 'Step 1: register the address and get a secret',
    text: 'Ask an administrator to register your address and to make a secret. The secret `whsec_…` is shown once; keep it as you keep passwords. The two requests of the administrator:',
    after:
      'To sign with a key pair of your own, have its `publicKey` (`whpk_…`) registered. To have us sign by a public key, set `signature` to `ed25519` or `both`; ours are at `/api/v1/webhook-keys`.',
  },
  receive: {
    title: 'Step 2: take a notice and verify it',
    text: 'When something is referred to your office we POST a notice as the Standard Webhooks have it. It holds no personal data.',
    headers: 'Headers:',
    body: 'Body:',
    check:
      'Verify `{webhook-id}.{webhook-timestamp}.{body}`, the body byte by byte as it came. The signatures above are real, so you can check your code by them (the time alone is long over):',
    secret: 'Sample secret (`v1`, HMAC-SHA256)',
    publicKey: 'Sample public key (`v1a`, ed25519)',
    answer:
      'Store it, answer 2xx within ten seconds, and work on it afterwards. Without a 2xx it is sent again under the same `webhook-id`, nine times over three days.',
  },
  try: {
    title: 'Step 3: send a sample and read what came back',
    text: 'Administrators may, and clerks of your office. The sample `endpoint.test` is about nobody, and nothing has to be done. You read the status of your system, how long it took, the first kilobyte of its answer, and what we sent.',
  },
  notices: {
    title: 'Step 4: act on each kind of notice',
    type: 'Notice',
    meaning: 'Meaning',
    answers: 'What you may report',
    nothing: 'nothing',
    texts: {
      'referral.created': 'A new referral: write it down, accept it, deliver in time',
      'referral.informed': 'Another office leads; do your part',
      'referral.resumed': 'What you asked for is known: go on',
      'referral.withdrawn': 'It is not yours any more: stop',
      'referral.disputed': 'The applicant has no help yet: look into it and deliver again',
      'referral.due': 'Your time is nearly over',
      'referral.escalated': 'An office below has let its time pass: see to it',
    },
  },
  answer: {
    title: 'Step 5: report how it goes',
    text: 'Sign as you verify. `reason` is read by the union, so say it plainly; money is in whole fen. Delivered, for example:',
    results: [
      '`200` `recorded`: taken note of; `known`: a repetition, without effect.',
      '`409` `wrong-state`: the referral has moved on; its `state` and `version` are in the answer. That is no error: go by them.',
      '`401` `signature-invalid`: `detail` says whether headers are missing, the signature is wrong, or by how many seconds the time is off.',
      '`422` `invalid-input`: `errors` names the field. Sending it again does not help.',
      '`429` or `5xx`: send it again later, under the same `webhook-id`.',
    ],
  },
  particulars: {
    title: 'Step 6: read what the measure needs',
    text: 'The `link` of a notice tells what this measure needs, and only that. Ask for a token, signed; it is good for ten minutes. Then open the link. Each reading is on record; without consent, and after an erasure, nothing is told.',
  },
  order: {
    title: 'Repetitions, order, and being stopped',
    items: [
      'Repetitions: a notice has the same `webhook-id` each time. If you have worked it off, answer 2xx and do nothing.',
      'Order: notices may come in any. The higher `version` is the later one.',
      'Too many: answer `429` with `Retry-After`; we wait until then, and it counts as no failure.',
      'Stopped: after a `410`, or five days without success, nothing is sent any more and an administrator is told. What waits is kept and sent once it is enabled; one notice, or those of a period, can be sent once more.',
      'Deadlines run on while a system is down. The inbox is there all the time.',
    ],
  },
  kit: {
    title: 'A kit that does this',
    text: '`packages/department-kit` of the repository verifies, reads, answers and repeats, without any dependency; its README has examples that run as they are.',
  },
}

export const connectTexts = { 'zh-CN': zh satisfies ConnectTexts, en } as const
