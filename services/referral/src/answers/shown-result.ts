import { stateOf } from '../states/move-referral.ts'
import type { Recorded } from '../states/record-step.ts'

/** What became of an answer, as it is answered. */
export const shownResult = ({ result, row }: Recorded) => ({ result, state: stateOf(row), version: row.version })
