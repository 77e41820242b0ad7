import { connect, createServer, type Socket } from 'node:net'

/** Bytes that pass before a line is cut, where a test does not say. */
const passed = 100_000

/** A line to the house that can break: a browser that goes through it is a telephone on the edge of its network. */
export interface Line {
  url: string
  /** `cut`: what is sent breaks half-way; `lose-answer`: it arrives, and its answer does not. */
  does: 'work' | 'cut' | 'lose-answer'
  /** How often it broke. */
  cuts: number
  /** Bytes sent to where it breaks that have reached the house, and how many may before it is cut. */
  arrived: number
  cutAfter: number
  close(): void
}

/** Opens a line that breaks, when told to, at what is sent to the path; uploads of papers unless said. */
export async function openLine(houseUrl: string, breaksAt = /\/documents\/(files|parts)$/): Promise<Line> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const house = connect(Number(new URL(houseUrl).port), '127.0.0.1')
    for (const socket of [client, house]) {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => open.delete(socket))
    }
    let breaks = false
    const cut = () => {
      line.cuts += 1
      client.destroy()
      house.destroy()
    }
    client.on('data', (chunk) => {
      const [, method, path] = /^(GET|POST) (\S+) HTTP/.exec(chunk.subarray(0, 200).toString('latin1')) ?? []
      if (path !== undefined) {
        breaks = method === 'POST' && breaksAt.test(path)
      }
      if (breaks && line.does === 'cut' && line.arrived + chunk.byteLength > line.cutAfter) return cut()
      if (breaks) line.arrived += chunk.byteLength
      house.write(chunk)
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
    arrived: 0,
    cutAfter: passed,
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
  return line
}
