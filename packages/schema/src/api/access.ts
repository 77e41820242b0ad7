import * as z from 'zod'
import { scopeSchema } from '../access.ts'
import { keyOperations } from './keys.ts'
import { operation } from './operation.ts'
import { sessionOperations } from './sessions.ts'
import { standingShown } from './standing.ts'
import { userOperations } from './users.ts'

/** Who may come in: what the front door serves itself. */
export const accessOperations = {
  readMe: operation({
    id: 'readMe',
    method: 'get',
    path: '/me',
    service: 'gateway',
    tag: 'Access',
    summary: 'Read who you are and what you may do',
    access: 'signed-in',
    status: 200,
    answer: z
      .strictObject({
        kind: z.enum(['user', 'key']),
        id: z.string(),
        name: z.string().describe('The name of the person, or the label of the key'),
        ...standingShown,
        areaName: z.string(),
        scopes: z.array(scopeSchema),
        reach: z.enum(['area', 'pairs', 'office', 'nothing']),
      })
      .meta({ id: 'Me' }),
    problems: [],
  }),
  ...userOperations,
  ...sessionOperations,
  ...keyOperations,
}
