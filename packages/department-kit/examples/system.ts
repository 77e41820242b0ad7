import { createServer } from 'node:http'
import { handleRequest } from '@jiekun/department-kit'
import { handlers } from './handlers.ts'
import { office } from './office.ts'

/** The endpoint, on Node. Runtimes that speak Request and Response (Deno, Bun, Workers) call `handleRequest` and no more. */
createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const answer = await handleRequest(
    office,
    // The body as it came, byte by byte: the signature is over these bytes.
    new Request('http://localhost/', {
      method: request.method ?? 'GET',
      headers: new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    }),
    handlers,
  )
  response.writeHead(answer.status).end(await answer.text())
}).listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
