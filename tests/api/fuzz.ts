import { randomUUID } from 'node:crypto'
import { staffRoles } from '@jiekun/schema'
import { sampleValues } from '@jiekun/schema/api'
import * as fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { localSecret } from '../../infra/seed/offices.ts'
import { everyCaller } from './callers.ts'
import { readDocument } from './described.ts'
import { type FuzzRequest, requestsOf } from './fuzz-requests.ts'
import type { PreparedHouse } from './prepared-house.ts'
import { personalTexts } from './subjects.ts'

/** Requests under way at once. */
const atOnce = 16

/** People who may still apply. */
const people = 20

export interface FuzzReport {
  requests: number
  perSecond: number
  statuses: Record<string, number>
  /** Operations that were answered as asked at least once. */
  succeeded: string[]
  /** One line for each failure: the seed, the smallest request found, and what is wrong with its answer. */
  failures: string[]
  /** Log lines that hold personal data, or tell of an error that nobody expected. */
  badLogs: string[]
}

/**
 * Sends generated requests to a house and holds every answer against the house's own document. Each of sixteen runs
 * goes one request after the other, so that a failure can be made smaller.
 */
export async function fuzz(house: PreparedHouse, options: { requests: number; seed: number }): Promise<FuzzReport> {
  const api = await readDocument(house)
  const names = Object.keys(sampleValues)
  const made = await Promise.all([
    house.things(names, 'here'),
    house.things(names, 'elsewhere'),
    house.things(names, 'here', true),
  ])
  const [here, elsewhere] = made
  const fresh = await Promise.all(Array.from({ length: people }, () => house.things(['freshIdNumber'], 'here', true)))
  if (!here?.place || !elsewhere?.place) throw new Error('the prepared house has no place')
  const callers = await everyCaller(house, { here: here.place, elsewhere: elsewhere.place })
  await house.settled()
  house.clearLogs()
  const operations = new Map(api.operations.map((operation) => [operation.operationId, operation]))
  const known = {
    values: made.flatMap(({ values }) => fresh.map((each) => ({ ...values, ...each.values }))),
    authorizations: callers.flatMap(({ authorization }) => authorization ?? []),
    able: Object.fromEntries(
      staffRoles.map((role) => [
        role,
        callers.flatMap(({ name, authorization = '' }) =>
          [`${role} here`, `${role} in-region`].includes(name) ? [authorization] : [],
        ),
      ]),
    ),
  }
  const requests = requestsOf(api, known)
  const statuses: Record<string, number> = {}
  const succeeded = new Set<string>()
  let sent = 0

  async function check(request: FuzzRequest): Promise<void> {
    const operation = operations.get(request.operationId)
    if (!operation) throw new Error(`no ${request.operationId}`)
    const answer = await house.send(request.method, request.path, {
      headers: request.signed ? { ...request.headers, ...signatureOf(house, request) } : request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
    })
    sent++
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    if (answer.status < 300) succeeded.add(request.operationId)
    if (answer.status >= 500) throw new Error(`status ${answer.status}: ${answer.text}`)
    const sentFields = new URL(request.path, house.url).searchParams.has('fields')
    const objections = api.objections(operation, answer, sentFields)
    if (objections.length > 0) throw new Error(`${objections.join('; ')}: ${answer.text.slice(0, 600)}`)
    const told = answer.status < 400 ? undefined : personalTexts().find((text) => answer.text.includes(text))
    if (told !== undefined) throw new Error(`an error tells ${told}: ${answer.text.slice(0, 600)}`)
  }

  const start = performance.now()
  const runs = await Promise.all(
    Array.from({ length: atOnce }, (_, run) =>
      fc.check(fc.asyncProperty(requests, check), {
        seed: options.seed + run,
        numRuns: Math.ceil(options.requests / atOnce),
      }),
    ),
  )
  const seconds = (performance.now() - start) / 1000
  const logs = house.logs()
  return {
    requests: sent,
    perSecond: Math.round(sent / seconds),
    statuses,
    succeeded: [...succeeded].toSorted(),
    failures: runs.flatMap((run) => (run.failed ? [failureOf(run)] : [])),
    badLogs: logs.filter((line) => line.includes('"unhandled"') || personalTexts().some((text) => line.includes(text))),
  }
}

/** Headers of a webhook as the office that the path names would send it; none where the path names no office. */
function signatureOf({ secrets }: PreparedHouse, { path, body = '' }: FuzzRequest): Record<string, string> {
  const officeId = /^\/hooks\/departments\/([\w-]+)(?:\/tokens)?$/.exec(path)?.[1]
  if (officeId === undefined) return {}
  const [id, now] = [randomUUID(), new Date()]
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(localSecret(secrets.departmentMaster, officeId)).sign(id, now, body),
  }
}

function failureOf(run: fc.RunDetails<[FuzzRequest]>): string {
  const [request] = run.counterexample ?? []
  const body = request?.body === undefined ? '' : `\n  ${request.body.slice(0, 2000)}`
  const cause = run.errorInstance instanceof Error ? run.errorInstance.message : String(run.errorInstance)
  return `seed ${run.seed}: ${request?.operationId}\n  ${request?.method} ${request?.path.slice(0, 500)}\n  ${JSON.stringify(request?.headers)}${body}\n  ${cause}`
}

/** What a run found, for people. */
export const tell = ({ requests, perSecond, statuses, succeeded }: FuzzReport): string =>
  [
    `fuzz: ${requests} requests, ${perSecond} a second; ${succeeded.length} operations answered as asked`,
    ...Object.entries(statuses).map(([status, count]) => `  ${status} ${String(count).padStart(7)}`),
  ].join('\n')
