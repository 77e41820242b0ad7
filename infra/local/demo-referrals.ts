import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from '@jiekun/client'
import { type departments, measureName } from '@jiekun/policy'
import type { BehaviourInput } from '../../tests/department/behaviour.ts'
import { officeId } from '../seed/offices.ts'

const patienceMs = 60_000

interface DemoCase {
  url: string
  /** Of the union. */
  staff: Client
  caseNumber: string
}

/** The offices of a county that do not simply deliver in the demo, and what the union decides then. */
const unwilling = [
  {
    department: 'ZJT',
    answers: { outcome: 'return' },
    state: 'returned',
    decision: { decision: 'resume', reason: '演示：已补充收入证明' },
    told: '退回补充，工会补齐后接着办',
  },
  {
    department: 'JYT',
    answers: { outcome: 'decline', declineCode: 'not_our_duty' },
    state: 'declined',
    decision: { decision: 'reroute', reason: '演示：请上级部门办理' },
    told: '不予办理，工会改派上级部门',
  },
] as const satisfies readonly {
  department: keyof typeof departments
  answers: BehaviourInput['answers']
  state: string
  decision: Parameters<Client['decideReferral']>[0]['body']
  told: string
}[]

/** Has two offices of a county return and decline what they get, until the function that is given back is called. */
export async function makeUnwilling(url: string, countyCode: string): Promise<() => Promise<void>> {
  const tell = async (answersOf: (each: (typeof unwilling)[number]) => BehaviourInput['answers']) => {
    for (const each of unwilling) await behave(url, officeId(each.department, countyCode), { answers: answersOf(each) })
  }
  await tell(({ answers }) => answers)
  return () => tell(() => ({ outcome: 'deliver' }))
}

/** The department system of a local house listens one port above it. */
async function behave(url: string, office: string, behaviour: BehaviourInput): Promise<void> {
  const { port } = new URL(url)
  const at = `http://127.0.0.1:${Number(port) + 1}/offices/${office}/behaviour`
  const response = await fetch(at, { method: 'PUT', body: JSON.stringify(behaviour) })
  if (!response.ok) throw new Error(`the department system was told in vain: ${response.status}`)
}

/** Waits until the two offices have returned and declined all that they got of a case. */
export async function untilUnwilling({ staff, caseNumber }: DemoCase): Promise<void> {
  for (const { state } of unwilling) await waiting(staff, caseNumber, state)
}

/** Decides on each of what was returned and declined, and says so in lines. */
export async function decideUnwilling({ staff, caseNumber }: DemoCase): Promise<string[]> {
  const lines: string[] = []
  for (const { state, decision, told } of unwilling) {
    for (const { id, measure, officeId } of await waiting(staff, caseNumber, state)) {
      const { body: office } = await staff.readOffice({ params: { id: officeId } })
      await staff.decideReferral({ params: { id }, ifMatch: '*', body: decision })
      lines.push(`${measure} ${measureName(measure)}：${office.name}${told}`)
    }
  }
  return lines
}

/** The referrals of a case in a state, once all that the office has are there. */
async function waiting(staff: Client, caseNumber: string, state: (typeof unwilling)[number]['state']) {
  const department = unwilling.find((each) => each.state === state)?.department ?? ''
  const deadline = Date.now() + patienceMs
  for (;;) {
    const { body } = await staff.listReferrals({ query: { caseNumber, limit: 100 } })
    const own = body.items.filter((each) => each.officeId.includes(`-${department}-`))
    if (own.length > 0 && own.every((each) => each.state === state)) return own
    if (Date.now() > deadline) throw new Error(`nothing was ${state} after ${patienceMs / 1000} s`)
    await wait(300)
  }
}

/** The applicant says of one measure that its help arrived, which closes the referral. */
export async function confirmOne(
  { staff, caseNumber }: DemoCase,
  { applicant, accessCode }: { applicant: Client; accessCode: string },
): Promise<string> {
  const { body } = await staff.listReferrals({ query: { caseNumber, state: 'delivered', limit: 1 } })
  const [referral] = body.items
  if (!referral) throw new Error('nothing was delivered')
  await applicant.confirmHelp({ body: { caseNumber, accessCode, referralId: referral.id, arrived: true } })
  const deadline = Date.now() + patienceMs
  for (;;) {
    const { body: now } = await staff.readReferral({ params: { id: referral.id } })
    if (now.state === 'closed') return `${now.measure} ${measureName(now.measure)}：申请人确认收到，转办结束`
    if (Date.now() > deadline) throw new Error('the confirmation was not heard')
    await wait(300)
  }
}
