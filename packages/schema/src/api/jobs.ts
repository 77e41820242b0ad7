import * as z from 'zod'
import { idSchema, momentSchema, operation } from './operation.ts'

/** How far long work is. `failed`: some part of it could not be worked off, which staff see among the dead letters. */
export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export const jobStateSchema = z.enum(jobStates)
export type JobState = z.infer<typeof jobStateSchema>

/** Long work, as whoever asked for it polls it. */
export const jobSchema = z
  .strictObject({
    id: z.string(),
    kind: z.literal('simulation'),
    state: jobStateSchema,
    total: z.int().describe('Items in all'),
    done: z.int().describe('Items worked off'),
    percent: z.int(),
    createdAt: momentSchema,
    endedAt: momentSchema.nullable(),
    expiresAt: momentSchema.describe('When the job and its results are deleted'),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof jobSchema>

export const jobParams = z.strictObject({ id: idSchema })

/** A job is there for the one who asked for it alone. */
export const jobOperations = {
  readJob: operation({
    id: 'readJob',
    method: 'get',
    path: '/jobs/{id}',
    service: 'eligibility',
    tag: 'Simulations',
    summary: 'Read how far a job of your own is',
    access: 'policy:simulate',
    params: jobParams,
    status: 200,
    answer: jobSchema,
    problems: [],
    sparse: true,
    example: { params: { id: '{jobId}' } },
  }),
  cancelJob: operation({
    id: 'cancelJob',
    method: 'post',
    path: '/jobs/{id}/cancel',
    service: 'eligibility',
    tag: 'Simulations',
    summary: 'Stop a job that is queued or running',
    access: 'policy:simulate',
    params: jobParams,
    status: 200,
    answer: jobSchema,
    problems: ['wrong-state'],
    example: { params: { id: '{waitingJobId}' } },
  }),
  deleteJob: operation({
    id: 'deleteJob',
    method: 'delete',
    path: '/jobs/{id}',
    service: 'eligibility',
    tag: 'Simulations',
    summary: 'Delete a job and all that it holds, whatever its state',
    access: 'policy:simulate',
    params: jobParams,
    status: 204,
    problems: [],
    example: { params: { id: '{jobId}' } },
  }),
}
