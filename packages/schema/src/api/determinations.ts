import * as z from 'zod'
import { caseNumberSchema } from '../application.ts'
import { storedDeterminationSchema } from './applications.ts'
import { idSchema, operation, pageOf, pageQuery } from './operation.ts'

const determinationParams = z.strictObject({ id: idSchema })

/** A determination of a version of a case, as staff read it. */
export const caseDeterminationSchema = z
  .strictObject({
    caseNumber: z.string(),
    applicationVersion: z.int(),
    countyCode: z.string(),
    ...storedDeterminationSchema.shape,
  })
  .meta({ id: 'CaseDetermination' })

export const determinationOperations = {
  listDeterminations: operation({
    id: 'listDeterminations',
    method: 'get',
    path: '/determinations',
    service: 'eligibility',
    tag: 'Determinations',
    summary: 'List the determinations of a case, one for each version that was determined, oldest first',
    description: 'Without their explanations; `readDetermination` has them.',
    access: 'applications:read',
    query: z.strictObject({ caseNumber: caseNumberSchema, ...pageQuery }),
    status: 200,
    answer: pageOf(caseDeterminationSchema),
    problems: [],
    sparse: true,
    example: { query: { caseNumber: '{caseNumber}' } },
  }),
  readDetermination: operation({
    id: 'readDetermination',
    method: 'get',
    path: '/determinations/{id}',
    service: 'eligibility',
    tag: 'Determinations',
    summary: 'Read a determination with its figures and its explanation, rule by rule',
    access: 'applications:read',
    params: determinationParams,
    status: 200,
    answer: caseDeterminationSchema,
    problems: [],
    sparse: true,
    example: { params: { id: '{determinationId}' } },
  }),
  recomputeDetermination: operation({
    id: 'recomputeDetermination',
    method: 'post',
    path: '/determinations/{id}/recompute',
    service: 'eligibility',
    tag: 'Determinations',
    summary: 'Make a stored determination again and say whether it is the same, byte by byte',
    description:
      'From the household and the figures that are stored with it: what happened to the case since is no matter.',
    access: 'applications:read',
    params: determinationParams,
    status: 200,
    answer: z.strictObject({ id: z.string(), same: z.boolean() }),
    problems: ['wrong-state'],
    example: { params: { id: '{determinationId}' } },
  }),
}
