import { setTimeout as wait } from 'node:timers/promises'
import { sampleApplications } from '../../load/cases.ts'
import type { BenchHouse } from '../bench-house.ts'
import { load, type Rate, type Round, rateOf } from '../load.ts'

export interface SubmitSpeed {
  submit: Rate
  reference: Rate
  /** Applications a second over rows a second. */
  ratio: number
}

const perRound = 800
const rounds = 3

/** Rounds of both in turn, so that whatever the machine does meets both alike; the first pair warms up. */
export async function measureSubmit(house: BenchHouse): Promise<SubmitSpeed> {
  const requests = sampleApplications(perRound * (rounds + 1)).map((application) => ({
    method: 'POST' as const,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(application),
  }))
  const measured = { submit: [] as Round[], reference: [] as Round[] }
  for (let round = 0; round <= rounds; round++) {
    const some = requests.slice(round * perRound, (round + 1) * perRound)
    const submit = await load(
      house.url,
      some.map((each) => ({ ...each, path: '/api/v1/applications' })),
      201,
    )
    await settle(house)
    const reference = await load(
      house.referenceUrl,
      some.map((each) => ({ ...each, path: '/' })),
      201,
    )
    if (round === 0) continue
    measured.submit.push(submit)
    measured.reference.push(reference)
  }
  const [submit, reference] = [rateOf(measured.submit), rateOf(measured.reference)]
  return { submit, reference, ratio: submit.perSecond / reference.perSecond }
}

/** What a round has set going ends before the reference is measured. */
async function settle({ db, tick, unheard }: BenchHouse): Promise<void> {
  for (;;) {
    const row = await db
      .prepare(`SELECT count(*) AS open FROM outbox WHERE settled_at IS NULL`)
      .first<{ open: number }>()
    if (unheard || row?.open === 0) return
    await tick()
    await wait(200)
  }
}
