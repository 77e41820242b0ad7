import { ok, type Result, refuse } from '@jiekun/worker'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'

/**
 * Where a name leads: a public name may stand for a private address (`127.0.0.1.nip.io`, or a name whose owner changes it
 * after it was checked). Asked by DNS over HTTPS right before each send. What remains is the moment between this answer and
 * the one that `fetch` gets; on the edge of Cloudflare `fetch` reaches no private network at all, and a runtime of one's
 * own should allow public networks only.
 */

/** Why nothing is sent to a name. */
export type HostRefusal = { reason: 'unresolved' } | { reason: 'local-address' }

/** The answer of a resolver in the JSON form (`application/dns-json`); 1 is A, 28 is AAAA. */
const answerSchema = z.object({
  Status: z.int(),
  Answer: z.array(z.object({ type: z.int(), data: z.string().max(300) })).optional(),
})
const addressTypes = [1, 28]
const timeoutMs = 3_000

const public_ = new Map<string, number>()
/** How long a name that led to public addresses is not asked for again, milliseconds, and how many of them are kept. */
const keptMs = 30_000
const keptNames = 2_000

/** Whether a name leads to public addresses only. `resolver` is the URL of a DNS-over-HTTPS service; without one no name is known. */
export async function checkHost(host: string, resolver: string): Promise<Result<'public', HostRefusal>> {
  if ((public_.get(`${resolver} ${host}`) ?? 0) > Date.now()) return ok('public')
  const answers = await Promise.all(['A', 'AAAA'].map((type) => ask(resolver, host, type)))
  const addresses = answers.flat()
  if (addresses.some((address) => address === undefined || !ipaddr.isValid(address))) {
    return refuse({ reason: 'unresolved' })
  }
  const found = addresses.filter((address) => address !== undefined)
  if (found.length === 0) return refuse({ reason: 'unresolved' })
  if (found.some((address) => ipaddr.parse(address).range() !== 'unicast')) return refuse({ reason: 'local-address' })
  if (public_.size >= keptNames) public_.clear()
  public_.set(`${resolver} ${host}`, Date.now() + keptMs)
  return ok('public')
}

/** The addresses of one kind; an undefined among them says that the question was not answered. */
async function ask(resolver: string, name: string, type: string): Promise<(string | undefined)[]> {
  const url = URL.parse(resolver)
  if (!url) return [undefined]
  url.searchParams.set('name', name)
  url.searchParams.set('type', type)
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/dns-json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const answer = answerSchema.parse(await response.json())
    if (answer.Status !== 0) return [undefined]
    return (answer.Answer ?? []).filter((each) => addressTypes.includes(each.type)).map(({ data }) => data)
  } catch {
    return [undefined]
  }
}
