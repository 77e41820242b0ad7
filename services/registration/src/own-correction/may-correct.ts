import type { ApplicationState } from '@jiekun/schema'
import { edges } from '../review/transition.ts'

/** The states in which facts can be put right: until a reviewer has endorsed or decided it. What changes later is reported. */
const correctable: ReadonlySet<string> = new Set(edges.filter(({ step }) => step === 'correct').map(({ from }) => from))

/** Whether an applicant may put the facts of an application right now. */
export const mayCorrect = ({ state, erasedAt }: { state: ApplicationState | string; erasedAt: unknown }): boolean =>
  erasedAt === null && correctable.has(state)
