import { roles, type StaffRole } from '@jiekun/schema'
import { apiBase, namesIn, type Operation, operations, problemsOf, sampleValues } from '@jiekun/schema/api'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { describeApi } from '../../services/gateway/src/document/document.ts'
import { servedRoutes } from './served-routes.ts'
import { subjects } from './subjects.ts'

// What only the runtime has; no route is asked for anything here.
vi.mock('cloudflare:workers', () => ({ env: {} }))

const contract = Object.values<Operation>(operations)
const document = describeApi()

async function lint(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] })
  const found = await lintFromString({ source, absoluteRef: '/openapi.json', config })
  return found.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`)
}

/** The ids of the operations for which something does not hold. */
const without = (holds: (operation: Operation) => boolean): string[] =>
  contract.filter((operation) => !holds(operation)).map(({ id }) => id)

describe('the document', () => {
  it('gives a linter nothing to find', async () => {
    expect(await lint(JSON.stringify(document))).toEqual([])
  })

  it('would give it something to find, were anything wrong', async () => {
    const { summary: _, ...operation } = document.paths['/api/v1/applications']?.get ?? {}
    const paths = { ...document.paths, '/api/v1/applications': { get: operation } }
    expect(await lint(JSON.stringify({ ...document, paths }))).toContainEqual(
      expect.stringMatching(/^operation-summary/),
    )
  })

  it('describes every operation of the contract under its own id', () => {
    const described = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    )
    const hooks = ['receiveOfficeAnswer', 'requestOfficeToken']
    expect(described.toSorted()).toEqual([...Object.keys(operations), ...hooks].toSorted())
  })
})

describe('every operation', () => {
  it('has an id of its own, by which the contract knows it', () => {
    expect(Object.entries<Operation>(operations).filter(([name, { id }]) => name !== id)).toEqual([])
    expect(without(({ id }) => /^[a-z]+([A-Z][a-z]*)+$/.test(id))).toEqual([])
  })

  it('has a summary of one line', () => {
    expect(without(({ summary }) => /^[A-Z].{5,119}$/.test(summary) && !summary.endsWith('.'))).toEqual([])
  })

  it('has a list of its problems, in which no sign-in and no right are told of where it is not public', () => {
    expect(without((each) => problemsOf(each).includes('internal-error'))).toEqual([])
    const guarded = (each: Operation) =>
      problemsOf(each).includes('sign-in-needed') && problemsOf(each).includes('not-allowed')
    expect(without((each) => each.access === 'public' || guarded(each))).toEqual([])
  })

  it('has a rule of access by which somebody may use it', () => {
    const held = new Set<string>((Object.keys(roles) as StaffRole[]).flatMap((role) => [...roles[role].scopes]))
    expect(without(({ access }) => access === 'public' || access === 'signed-in' || held.has(access))).toEqual([])
  })

  it('names its path parameters in its path and in its schema alike', () => {
    const namesOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const agrees = ({ path, params }: Operation) =>
      namesOf(path).toSorted().join() ===
      Object.keys(params?.shape ?? {})
        .toSorted()
        .join()
    expect(without(agrees)).toEqual([])
  })

  it('has a method and a path that no other has', () => {
    const places = contract.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([])
  })

  it('says what it answers, unless it answers nothing', () => {
    expect(without(({ status, answer }) => (status === 204) === (answer === undefined))).toEqual([])
  })

  it('is served, by the service that the contract names, and nothing else under the API is', async () => {
    const promised = contract.flatMap(({ service, method, path }) => {
      const route = `${method.toUpperCase()} ${apiBase}${path.replace(/\{(\w+)\}/g, ':$1')}`
      return service === 'in-path' ? [route] : [`${service}: ${route}`]
    })
    const inPath = new Set(promised.filter((route) => !/^\w+: /.test(route)))
    const served = (await servedRoutes()).map(({ service, route }) =>
      inPath.has(route) ? route : `${service}: ${route}`,
    )
    expect([...new Set(served)].toSorted()).toEqual(promised.toSorted())
  })
})

describe('every operation that takes input', () => {
  const takesInput = ({ params, body, query }: Operation) =>
    params !== undefined || body !== undefined || (query !== undefined && !query.safeParse({}).success)

  it('has an example', () => {
    expect(without((each) => !takesInput(each) || each.example !== undefined)).toEqual([])
  })

  it('has an example that is whole', () => {
    const isWhole = ({ params, body, example }: Operation) =>
      Object.keys(params?.shape ?? {}).join() === Object.keys(example?.params ?? {}).join() &&
      (body === undefined) === (example?.body === undefined)
    expect(without((each) => !takesInput(each) || isWhole(each))).toEqual([])
  })

  it('speaks in its example of things that the document and the prepared house know', () => {
    const prepared = new Set(subjects.flatMap(({ names }) => [...names]))
    const unknown = contract.flatMap(({ id, example }) =>
      namesIn(example)
        .filter((name) => sampleValues[name] === undefined || !prepared.has(name))
        .map((name) => `${id}: add {${name}} to sampleValues and to tests/api/subjects.ts`),
    )
    expect(unknown).toEqual([])
    expect(new Set(Object.values(sampleValues)).size).toBe(Object.keys(sampleValues).length)
  })
})

it('what is documented of an answer is what its schema says', () => {
  const described = z.looseObject({ required: z.array(z.string()) }).parse(document.components.schemas.CaseHead)
  expect(described.required).toEqual(Object.keys(operations.listApplications.answer.shape.items.element.shape))
})
