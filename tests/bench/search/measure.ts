import { keyringOf } from '@jiekun/worker'
import type { BenchHouse } from '../bench-house.ts'
import { type BenchRequest, load, type Rate, type Round, rateOf } from '../load.ts'
import type { Seeded } from './seed.ts'

/** One kind of request beside the reference. */
export interface Measured {
  name: string
  aim: number
  rate: Rate
  /** Median latency over that of the reference. */
  p50Ratio: number
  p95Ratio: number
}

export interface SearchSpeed {
  reference: Rate
  measured: Measured[]
  /** One and the same request to a public operation, with a staff key and without. */
  signIn: { with: Rate; without: Rate; ratio: number }
}

const perRound = 400
const rounds = 3

/** Rounds of all of them in turn, so that whatever the machine does meets all alike; the first warms up. */
export async function measureSearch(house: BenchHouse, { cases }: Seeded): Promise<SearchSpeed> {
  const kinds = await requestKinds(house, cases)
  const statusWith = await statusRequests(house, cases, await house.key('county_reviewer', '150203'))
  const statusWithout = await statusRequests(house, cases)
  const reference: BenchRequest[] = kinds.cases.map((id) => ({ method: 'GET', path: `/?id=${id}` }))
  const taken = new Map<string, Round[]>()
  for (let round = 0; round <= rounds; round++) {
    const measure = async (name: string, url: string, requests: readonly BenchRequest[]): Promise<void> => {
      const done = await load(url, requests, 200)
      if (round > 0) taken.set(name, [...(taken.get(name) ?? []), done])
    }
    await measure('reference', house.referenceUrl, reference)
    for (const { name, requests } of kinds.kinds) await measure(name, house.url, requests)
    await measure('signed in', house.url, statusWith)
    await measure('public', house.url, statusWithout)
  }
  const rate = (name: string): Rate => rateOf(taken.get(name) ?? [])
  const yardstick = rate('reference')
  const signIn = { with: rate('signed in'), without: rate('public') }
  return {
    reference: yardstick,
    measured: kinds.kinds.map(({ name, aim }) => ({
      name,
      aim,
      rate: rate(name),
      p50Ratio: rate(name).p50 / yardstick.p50,
      p95Ratio: rate(name).p95 / yardstick.p95,
    })),
    signIn: { ...signIn, ratio: signIn.with.p50 / signIn.without.p50 },
  }
}

interface Kind {
  name: string
  aim: number
  requests: BenchRequest[]
}

type Cases = Seeded['cases']

async function requestKinds(house: BenchHouse, known: Cases): Promise<{ cases: string[]; kinds: Kind[] }> {
  const cases = Array.from({ length: perRound }, (_, index) => known[index % known.length]).filter((each) => !!each)
  const region = await house.key('region_supervisor', '150000')
  const get = (authorization: string, path: (each: Cases[number]) => string): BenchRequest[] =>
    cases.map((each) => ({ method: 'GET', path: `/api/v1${path(each)}`, headers: { authorization } }))
  const find = (body: (each: Cases[number]) => object): BenchRequest[] =>
    cases.map((each) => ({
      method: 'POST',
      path: '/api/v1/applications/search',
      headers: { authorization: region, 'content-type': 'application/json' },
      body: JSON.stringify(body(each)),
    }))
  const list = () => '/applications'
  const reviewer = await house.key('county_reviewer', '150203')
  const approver = await house.key('city_approver', '150200')
  return {
    cases: cases.map(({ caseNumber }) => caseNumber),
    kinds: [
      { name: 'list, county reviewer', aim: 4, requests: get(reviewer, list) },
      { name: 'list, city approver', aim: 4, requests: get(approver, list) },
      { name: 'list, region supervisor', aim: 4, requests: get(region, list) },
      {
        name: 'list of what is open, region',
        aim: 4,
        requests: get(region, () => '/applications?state=submitted,under_review'),
      },
      { name: 'list with its total, region', aim: 4, requests: get(region, () => '/applications?total=true') },
      { name: 'search by name', aim: 4, requests: find(({ name }) => ({ name })) },
      { name: 'search by ID number', aim: 4, requests: find(({ idNumber }) => ({ idNumber })) },
      { name: 'open a case', aim: 3, requests: get(region, ({ caseNumber }) => `/applications/${caseNumber}`) },
    ],
  }
}

async function statusRequests(house: BenchHouse, known: Cases, authorization?: string): Promise<BenchRequest[]> {
  const keyring = await keyringOf(house.keyring)
  return Promise.all(
    known.slice(0, perRound).map(async ({ caseNumber }) => ({
      method: 'POST' as const,
      path: '/api/v1/status',
      headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      body: JSON.stringify({ caseNumber, accessCode: await keyring.accessCode(caseNumber, keyring.currentAccessKey) }),
    })),
  )
}
