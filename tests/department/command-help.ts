import type { BehaviourInput } from './behaviour.ts'

/** What the system of an office can be told, and what that shows. */
const commands: readonly [what: string, behaviour: BehaviourInput][] = [
  ['慢：三秒后才回答 · slow', { takes: { is: 'slow', ms: 3000 } }],
  ['不回答，直到我们放弃 · hangs until the house gives up', { takes: { is: 'hanging' } }],
  ['出错，会重发 · fails, which brings the notice again', { takes: { is: 'answering', status: 500 } }],
  ['不再存在，会停用 · is gone: the house stops sending', { takes: { is: 'answering', status: 410 } }],
  [
    '重定向，我们不跟随 · redirects, which is not followed',
    { takes: { is: 'answering', status: 302, location: 'https://elsewhere.example/' } },
  ],
  ['请我们一分钟后再来 · asks for a pause', { takes: { is: 'busy', status: 429, retryAfter: 60 } }],
  ['每秒只收两条 · takes two a second', { takes: { is: 'limited', perSecond: 2, retryAfter: 5 } }],
  ['时好时坏 · up and down', { takes: { is: 'flapping', upMs: 5000, downMs: 5000 } }],
  ['断开连接 · drops the connection', { takes: { is: 'dropping' } }],
  ['签名不对，报告会被拒绝 · signs with a wrong key', { answers: { isWronglySigned: true } }],
  ['同一报告发两次 · says everything twice, under one id', { answers: { twice: 'same-id' } }],
  ['同一报告发两次，编号不同 · twice, under two ids', { answers: { twice: 'new-id' } }],
  ['先办结，后受理 · answers out of order', { answers: { isReversed: true } }],
  ['退回补充 · returns', { answers: { outcome: 'return' } }],
  ['不予办理 · declines', { answers: { outcome: 'decline', declineCode: 'not_our_duty' } }],
  ['收下就忘了，会逾期升级 · loses what it took, until the deadline', { answers: { outcome: 'nothing' } }],
  ['一切正常 · well again', { takes: { is: 'fine' } }],
]

const officeId = '1502-MZT-150203'

/** How the department system is told to misbehave, and what it has done so far, as a page of text. */
export const commandHelp = (
  url: string,
  counts: Readonly<Record<string, number>>,
): string => `示范部门系统 · A department system to try things with

每个单位的系统都可以按命令出错；从下一条通知起生效，换成别的单位编号也行。
The system of each office misbehaves on command, from the next notice on; put another office into the address.

${commands.map(([what, behaviour]) => `# ${what}\ncurl -X PUT ${url}/offices/${officeId}/behaviour -d '${JSON.stringify(behaviour)}'`).join('\n\n')}

现在怎样 · how it behaves now: ${url}/offices/${officeId}/behaviour
到现在为止 · so far: ${JSON.stringify(counts)}
`
