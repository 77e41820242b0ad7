import { type Service, serviceSchema, uploadPaths } from '@jiekun/schema'
import { apiBase, type Operation, operations } from '@jiekun/schema/api'
import { TrieRouter } from 'hono/router/trie-router'

/** Where a request goes: to which service, which operation of the API it is, if it is one, and whether it brings a file. */
export type Destination =
  | { kind: 'service'; service: Service; operation?: Operation; upload?: true }
  /** The path is known, the method is not: these it takes. */
  | { kind: 'wrong-method'; allowed: string[] }
  | { kind: 'nowhere' }

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const router = new TrieRouter<Operation>()
for (const operation of Object.values<Operation>(operations)) {
  router.add(operation.method.toUpperCase(), (apiBase + operation.path).replace(/\{(\w+)\}/g, ':$1'), operation)
}

/** The methods of each path without parameters: such a path is never taken for an id. */
const fixedPaths = Map.groupBy(
  Object.values<Operation>(operations).filter(({ path }) => !path.includes('{')),
  ({ path }) => apiBase + path,
)

/** The destination of a request. What is neither the API's nor a webhook is a page, also one that does not exist. */
export function destinationOf(method: string, path: string): Destination {
  if (/^\/hooks\/departments\/[^/]+(\/tokens)?$/.test(path)) {
    return method === 'POST' ? { kind: 'service', service: 'referral' } : { kind: 'wrong-method', allowed: ['POST'] }
  }
  if (/^\/inbox(\/|$)/.test(path)) return { kind: 'service', service: 'referral' }
  if (method === 'POST' && uploadPaths.includes(path)) return { kind: 'service', service: 'registration', upload: true }
  if (!/^\/(api|hooks)(\/|$)/.test(path)) return { kind: 'service', service: 'registration' }
  const operation = match(method === 'HEAD' ? 'GET' : method, path)
  if (!operation) {
    const allowed = methods.filter((each) => match(each, path) !== undefined)
    return allowed.length > 0 ? { kind: 'wrong-method', allowed } : { kind: 'nowhere' }
  }
  if (operation.service !== 'in-path') return { kind: 'service', service: operation.service, operation }
  const service = serviceSchema.safeParse(path.slice(apiBase.length).split('/')[2])
  return service.success ? { kind: 'service', service: service.data, operation } : { kind: 'nowhere' }
}

function match(method: string, path: string): Operation | undefined {
  const fixed = fixedPaths.get(path)
  return fixed ? fixed.find((each) => each.method.toUpperCase() === method) : router.match(method, path)[0][0]?.[0]
}
