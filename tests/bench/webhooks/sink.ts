import { createServer } from 'node:http'

/** An office that takes whatever comes and does nothing with it. */
export interface Sink {
  /** What came since it was cleared. */
  taken(): { count: number; firstAt: number; lastBody: string }
  clear(): void
  close(): Promise<void>
}

/** Starts a sink on loopback. Times are those of `performance.now()`. */
export async function startSink(port: number): Promise<Sink> {
  let [count, firstAt, lastBody] = [0, 0, '']
  const server = createServer((request, response) => {
    if (count++ === 0) firstAt = performance.now()
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      lastBody = Buffer.concat(chunks).toString('utf8')
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    taken: () => ({ count, firstAt, lastBody }),
    clear: () => {
      count = 0
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
