import { simulationJobSchema } from '@jiekun/schema/api'
import type * as z from 'zod'

/** What every part of a simulation is worked off with, as the job keeps it. */
export const partOptionsSchema = simulationJobSchema.omit({ households: true })
export type PartOptions = z.infer<typeof partOptionsSchema>
