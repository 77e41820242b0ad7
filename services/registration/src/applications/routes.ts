import { decisionSchema, listApplicationsQuerySchema, newApplicationSchema, statusLookupSchema } from '@jiekun/schema'
import { ProblemError, parseInput, readJson, type ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import { decideApplication } from './decide-application.ts'
import { listApplications, readApplication } from './read-application.ts'
import { readCase } from './read-case.ts'
import { toProblem } from './refusals.ts'
import { revealIdentity, revealSchema } from './reveal-identity.ts'
import { submitApplication } from './submit-application.ts'

const longestIdempotencyKey = 200

/** `/api/v1/applications`: applicants submit, staff read and decide. */
export const applicationRoutes = new Hono<{ Variables: ServiceVariables }>()
  .post('/', async (c) => {
    const { text, json } = await readJson(c)
    const application = parseInput(newApplicationSchema, json)
    const idempotencyKey = c.req.header('idempotency-key')
    if (
      idempotencyKey !== undefined &&
      !(idempotencyKey.length >= 1 && idempotencyKey.length <= longestIdempotencyKey)
    ) {
      throw new ProblemError('invalid-input', `Idempotency-Key must have 1 to ${longestIdempotencyKey} characters`)
    }
    const existingAccessCode = c.req.header('access-code')
    const result = await submitApplication(c.var.ctx, {
      application,
      requestText: text,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(existingAccessCode === undefined ? {} : { existingAccessCode }),
    })
    if (!result.ok) throw toProblem(result.refusal)
    return c.json(result.value, 201, { location: `/api/v1/applications/${result.value.caseNumber}` })
  })
  .get('/', async (c) =>
    c.json(await listApplications(c.var.ctx, parseInput(listApplicationsQuerySchema, c.req.query()))),
  )
  .get('/:caseNumber', async (c) => {
    const result = await readApplication(c.var.ctx, c.req.param('caseNumber'))
    if (!result.ok) throw toProblem(result.refusal)
    return c.json(result.value)
  })
  .post('/:caseNumber/decisions', async (c) => {
    const decision = parseInput(decisionSchema, (await readJson(c)).json)
    const result = await decideApplication(c.var.ctx, { caseNumber: c.req.param('caseNumber'), decision })
    if (!result.ok) throw toProblem(result.refusal)
    return c.json(result.value)
  })
  .post('/:caseNumber/identity/reveal', async (c) => {
    const input = parseInput(revealSchema, (await readJson(c)).json)
    const result = await revealIdentity(c.var.ctx, c.req.param('caseNumber'), input)
    if (!result.ok) throw toProblem(result.refusal)
    return c.json(result.value)
  })

/** `/api/v1/status`: a case, to the holder of its access code. A POST, so that the code stands in no URL. */
export const caseStatusRoutes = new Hono<{ Variables: ServiceVariables }>().post('/', async (c) => {
  const result = await readCase(c.var.ctx, parseInput(statusLookupSchema, (await readJson(c)).json))
  if (!result.ok) throw toProblem(result.refusal)
  return c.json(result.value)
})
