import { connect, createServer, type Socket } from 'node:net'

/** Bytes of an upload that pass before a line is cut. */
const passed = 100_000

/** A line to the house that can break: a browser that goes through it is a telephone on the edge of its network. */
export interface Line {
  url: string
  /** `cut`: what is sent breaks half-way; `lose-answer`: it arrives, and its answer does not. */
  does: 'work' | 'cut' | 'lose-answer'
  /** How often it broke. */
  cuts: number
  close(): void
}

/** Opens a line that breaks, when told to, at what is sent to the path; uploads of papers unless said. */
export async function openLine(houseUrl: string, breaksAt = '/documents/files'): Promise<Line> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const house = connect(Number(new URL(houseUrl).port), '127.0.0.1')
    for (const socket of [client, house]) {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => open.delete(socket))
    }
    let breaks = false
    let bytes = 0
    const cut = () => {
      line.cuts += 1
      client.destroy()
      house.destroy()
    }
    client.on('data', (chunk) => {
      const [, method, path] = /^(GET|POST) (\S+) HTTP/.exec(chunk.subarray(0, 200).toString('latin1')) ?? []
      if (path !== undefined) {
        breaks = method === 'POST' && path.endsWith(breaksAt)
        bytes = 0
      }
      bytes += chunk.byteLength
      if (breaks && line.does === 'cut' && bytes > passed) cut()
      else house.write(chunk)
    })
    house.on('data', (chunk) => {
      if (breaks && line.does === 'lose-answer') cut()
      else client.write(chunk)
    })
    client.on('end', () => house.end())
    house.on('end', () => client.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const line: Line = {
    url: `http://localhost:${port}`,
    does: 'work',
    cuts: 0,
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
  return line
}
