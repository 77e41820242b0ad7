import { apiBase, type Operation, operations, tags } from '@jiekun/schema/api'
import { sha256 } from '@jiekun/worker'
import { bearerKey, describeOperation, sessionCookie } from './describe-operation.ts'
import type { Document, OperationObject } from './openapi.ts'
import { schemasOf } from './schemas.ts'
import { documentTexts as texts } from './texts.ts'
import { officeHooks, officeWebhooks } from './webhooks.ts'

/** The cookie that carries a session over https. */
const sessionCookieName = '__Host-jiekun'

/** The whole API as an OpenAPI 3.1 document, written from the contract. */
export function describeApi(given: readonly Operation[] = Object.values<Operation>(operations)): Document {
  const schemas = schemasOf(given)
  const paths: Record<string, Record<string, OperationObject>> = {}
  for (const operation of given) {
    const path = apiBase + operation.path
    paths[path] = { ...paths[path], [operation.method]: describeOperation(operation, schemas) }
  }
  Object.assign(paths, officeHooks(schemas))
  const used = tags.filter((tag) => given.some((operation) => operation.tag === tag))
  return {
    openapi: '3.1.1',
    info: {
      title: texts.title,
      version: texts.version,
      description: texts.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: texts.server }],
    security: [{ [bearerKey]: [] }, { [sessionCookie]: [] }],
    tags: [...used, 'Webhooks' as const].map((name) => ({ name, description: texts.tags[name] })),
    paths,
    webhooks: officeWebhooks(schemas),
    components: {
      schemas: schemas.components,
      headers: Object.fromEntries(
        Object.entries(texts.headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
      ),
      securitySchemes: {
        [bearerKey]: { type: 'http', scheme: 'bearer', description: texts.bearerKey },
        [sessionCookie]: { type: 'apiKey', in: 'cookie', name: sessionCookieName, description: texts.sessionCookie },
      },
    },
  }
}

interface Written {
  document: Document
  text: string
  etag: string
}
let written: Promise<Written> | undefined

/** The document and its text, written once for each isolate. */
export function writtenDocument(): Promise<Written> {
  written ??= write()
  return written
}

async function write(): Promise<Written> {
  const document = describeApi()
  const text = JSON.stringify(document, null, 2)
  return { document, text, etag: `"${(await sha256(text)).slice(0, 16)}"` }
}
