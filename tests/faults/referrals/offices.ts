import { officeId } from '../../../infra/seed/offices.ts'
import type { BehaviourInput } from '../../department/behaviour.ts'

/** What every measure that is delivered pays out, fen: one amount, so that one taken twice or not at all shows. */
export const amountFen = 123_45
const answers = (answering: NonNullable<BehaviourInput['answers']> = {}) => ({ answers: { amountFen, ...answering } })

/** How the twelve offices misbehave that the measures of all cases go to, by what that is called. */
const misbehaviours: readonly [name: string, county: string, department: string, behaviour: BehaviourInput][] = [
  ['answers twice under one id', '150203', 'RST', answers({ twice: 'same-id' })],
  [
    'takes thirty a second, then 429',
    '150203',
    'ZGH',
    { takes: { is: 'limited', perSecond: 30, retryAfter: 1 }, ...answers() },
  ],
  ['never answers a webhook', '150203', 'JYT', { takes: { is: 'hanging' } }],
  ['is gone: 410', '150203', 'MZT', { takes: { is: 'answering', status: 410 } }],
  [
    'is up two seconds and down two',
    '150204',
    'RST',
    { takes: { is: 'flapping', upMs: 2000, downMs: 2000 }, ...answers() },
  ],
  ['answers out of order', '150204', 'ZGH', answers({ isReversed: true })],
  ['is down: 500', '150204', 'JYT', { takes: { is: 'answering', status: 500 } }],
  ['signs with another secret', '150204', 'MZT', answers({ isWronglySigned: true })],
  [
    'is slow, and answers twice under two ids',
    '150207',
    'RST',
    { takes: { is: 'slow', ms: 100 }, ...answers({ twice: 'new-id' }) },
  ],
  ['loses what it took, and answers late', '150207', 'ZGH', answers({ lateMs: 4000 })],
  ['is busy: 503 with Retry-After', '150207', 'JYT', { takes: { is: 'busy', retryAfter: 2 } }],
  [
    'delivers, returns, declines and forgets',
    '150207',
    'MZT',
    answers({ outcome: ['deliver', 'return', 'decline', 'nothing'] }),
  ],
]

export const faultyOffices = misbehaviours.map(([name, county, department, behaviour]) => ({
  name,
  behaviour,
  id: officeId(department, county),
}))

/** The counties of the cases. */
export const counties = ['150203', '150204', '150207'] as const
