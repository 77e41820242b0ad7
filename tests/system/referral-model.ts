import type { Client } from '@jiekun/client'
import { type AnswerType, answerSchema, answerTypes, type ReferralDecision, type ReferralState } from '@jiekun/schema'
import fc from 'fast-check'
import { expect } from 'vitest'
import * as z from 'zod'
import { stepOf, takeStep, transitions } from '../../services/referral/src/states/transition.ts'
import { eventually, type House } from './house.ts'
import { answerOf, sayAs } from './office-system.ts'
import { problemOf } from './refusals.ts'
import { eventOf } from './untold-case.ts'

/** Who can be asked to take a step, and of which version they speak. */
export interface ModelMove {
  by: 'office' | 'another office' | 'staff' | 'union' | 'applicant'
  answer: AnswerType
  decision: ReferralDecision['decision']
  version: 'read' | 'any' | 'older'
}
export const anyMove: fc.Arbitrary<ModelMove> = fc.record({
  by: fc.constantFrom('office', 'office', 'office', 'another office', 'staff', 'union', 'union', 'applicant'),
  answer: fc.constantFrom(...answerTypes),
  decision: fc.constantFrom('resume', 'resume', 'reroute', 'uphold', 'cancel', 'confirm', 'dispute', 'dispute'),
  version: fc.constantFrom('read', 'read', 'any', 'older'),
})

/** What is said beside the type. */
const said = {
  'referral.received': {},
  'referral.accepted': {},
  'referral.started': {},
  'referral.returned': { reason: '缺少收入证明' },
  'referral.declined': { reasonCode: 'not_eligible', reason: '收入超标' },
  'referral.delivered': { amountFen: 30_000 },
} as const satisfies Record<AnswerType, object>

export interface ModelDesk {
  house: House
  /** Answers for offices. */
  staff: Client
  /** Decides; never who answered. */
  union: Client
}

/** Where a referral is. */
interface Standing {
  state: ReferralState
  version: number
  officeId: string
}
const resultSchema = z.looseObject({
  state: z.string().optional(),
  version: z.number().optional(),
  type: z.string().optional(),
})

/** Takes one step, checks that the house answers as the table has it, and tells where the referral is then. */
export async function takeMove(desk: ModelDesk, id: string, caseNumber: string, move: ModelMove): Promise<string> {
  const before = await standingOf(desk, id)
  const taken = await ask(desk, id, caseNumber, move, before)
  // A webhook of ours gets through by itself, and is waited for.
  const after = await eventually(async () => {
    const now = await standingOf(desk, id)
    return now.state === 'created' ? undefined : now
  })
  const shown = { move, before, after }
  if (taken === 'moved') expect(after.version, JSON.stringify(shown)).toBeGreaterThan(before.version)
  else expect(after, JSON.stringify(shown)).toEqual(before)
  return `${move.by} ${taken}`
}

async function standingOf({ union }: ModelDesk, id: string): Promise<Standing> {
  const { state, version, officeId, transitions } = (await union.readReferral({ params: { id } })).body
  expect(transitions.at(-1)).toMatchObject({ sequence: version, state })
  return { state, version, officeId }
}

type Taken = 'moved' | 'repeated' | 'refused' | 'stale' | 'not theirs'

async function ask(
  { house, staff, union }: ModelDesk,
  id: string,
  caseNumber: string,
  { by, answer, decision, version }: ModelMove,
  before: Standing,
): Promise<Taken> {
  const seen = { read: before.version, any: undefined, older: before.version - 2 }[version]
  const step = by === 'union' ? decision : stepOf(answer)
  const told = takeStep(before.state, step)
  const present = { state: before.state, version: before.version }

  if (by === 'another office' || by === 'office') {
    const office = by === 'office' ? before.officeId : '1502-JYT-150203'
    const body = answerOf(answer, id, { ...said[answer], ...(seen === undefined ? {} : { version: seen }) })
    const { status, json } = await sayAs(house, office, body)
    const result = resultSchema.parse(json)
    if (by === 'another office') {
      expect(status).toBe(404)
      return 'not theirs'
    }
    if (version === 'older' || !told.ok) {
      expect([status, result.type?.split('/').at(-1)]).toEqual([409, 'wrong-state'])
      expect(result).toMatchObject(present)
      return version === 'older' ? 'stale' : 'refused'
    }
    expect([status, result.state]).toEqual([200, told.value === 'repeats' ? before.state : transitions[step].to])
    return told.value === 'repeats' ? 'repeated' : 'moved'
  }

  if (by === 'applicant') {
    const arrived = answer === 'referral.delivered'
    const event = eventOf({ caseNumber, countyCode: '150203', determinationId: '' }, 'help.confirmed', {
      referralId: id,
      version: seen ?? before.version,
      arrived,
    })
    expect(await house.deliver('referral', [event])).toEqual(['acknowledged'])
    const counts = before.state === 'delivered' && version !== 'older'
    return counts ? 'moved' : 'refused'
  }

  const ifMatch = seen === undefined ? '*' : `"${seen}"`
  const request =
    by === 'staff'
      ? staff.answerReferral({ params: { id }, ifMatch, body: answerSchema.parse({ type: answer, ...said[answer] }) })
      : union.decideReferral({ params: { id }, ifMatch, body: { decision, reason: '随机' } })
  if (version === 'older') {
    expect(await problemOf(request)).toMatchObject({ status: 412 })
    return 'stale'
  }
  if (!told.ok) {
    expect(await problemOf(request)).toMatchObject({ status: 409, ...present })
    return 'refused'
  }
  const { body } = await request
  expect(body.result).toBe(told.value === 'repeats' ? 'known' : 'recorded')
  return told.value === 'repeats' ? 'repeated' : 'moved'
}
