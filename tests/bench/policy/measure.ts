import { determine } from '@jiekun/policy'
import { sampleHouseholds } from '../../generators/household.ts'
import { handWritten } from './hand-written.ts'

/** Determinations a second on one core, beside the hand-written function for the same tables in the same process. */
export interface PolicySpeed {
  perSecond: number
  explainedPerSecond: number
  referencePerSecond: number
  /** perSecond over referencePerSecond. */
  ratio: number
}

const rounds = 15

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Measures in alternating rounds over the same 10,000 households, so that whatever the machine does meets both alike. */
export function measurePolicy(count = 10_000): PolicySpeed {
  const households = sampleHouseholds(count)
  let sink = 0
  const time = (work: () => void): number => {
    const start = performance.now()
    work()
    return (count / (performance.now() - start)) * 1000
  }
  const speeds = { own: [] as number[], reference: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const own = time(() => {
      for (const household of households) sink += determine(household).ok ? 1 : 0
    })
    const reference = time(() => {
      for (const household of households) sink += handWritten(household).taskGroups.length
    })
    // The first rounds warm up the compiler.
    if (round >= 3) {
      speeds.own.push(own)
      speeds.reference.push(reference)
    }
  }
  const explained = time(() => {
    for (const household of households) sink += determine(household, { explain: true }).ok ? 1 : 0
  })
  if (sink === 0) throw new Error('nothing was measured')
  const [perSecond, referencePerSecond] = [median(speeds.own), median(speeds.reference)]
  return { perSecond, explainedPerSecond: explained, referencePerSecond, ratio: perSecond / referencePerSecond }
}

if (import.meta.main) console.log(measurePolicy())
