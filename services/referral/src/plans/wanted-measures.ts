import { emergencyMeasures } from '@jiekun/policy'
import type { Determination, Event } from '@jiekun/schema'

/** A measure that a plan should hold. */
export interface WantedMeasure {
  code: string
  clause: string
  memberIds: readonly string[]
  emergency: boolean
}

/** 建档, 联系卡, 一帮一: owed to every household with a file, also to one that a reviewer decided on (五.(一)). */
const fileOpening = ['M901', 'M902', 'M903']

export const isEmergency = (code: string): boolean => emergencyMeasures.includes(code)

/** The measures that an event asks for: emergency aid at the determination (先行救助) or when a twin goes forward, the rest once the file is open. */
export function wantedMeasures(
  event: Event['type'],
  determination: Pick<Determination, 'archiveDecision' | 'measures'>,
): WantedMeasure[] {
  const listed = determination.measures.map(({ code, clause, memberIds }) => ({
    code,
    clause,
    memberIds,
    emergency: isEmergency(code),
  }))
  if (event === 'determination.made' || event === 'application.turned')
    return listed.filter((measure) => measure.emergency)
  if (event !== 'file.opened') return []
  if (determination.archiveDecision === 'eligible') return listed
  const missing = fileOpening.filter((code) => !listed.some((measure) => measure.code === code))
  return [...listed, ...missing.map((code) => ({ code, clause: '五.(一)', memberIds: [], emergency: false }))]
}
