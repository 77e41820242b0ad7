import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { FrontDoorEnv } from './front-door.ts'
import { hearOut } from './hear-out.ts'

/** A body of three pieces, and how many of them have been taken. */
function threePieces() {
  let taken = 0
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken === 3) return controller.close()
        controller.enqueue(new TextEncoder().encode(`piece ${taken}`))
        taken++
      },
    },
    { highWaterMark: 0 },
  )
  return { body, taken: () => taken }
}

const posting = (body: ReadableStream) => ({ method: 'POST', body, duplex: 'half' })

const app = new Hono<FrontDoorEnv>()
  .onError((error, c) => c.text(error.message, 500))
  .use(hearOut)
  .post('/refused', (c) => c.text('no', 413))
  .post('/broken', () => {
    throw new Error('broken')
  })
  .post('/read', async (c) => c.text(await c.req.text()))

describe('a request with more than anybody reads', () => {
  it.each([
    ['/refused', 413, 'no'],
    ['/broken', 500, 'broken'],
    ['/nowhere', 404, '404 Not Found'],
    ['/read', 200, 'piece 0piece 1piece 2'],
  ])('is heard to its end before it is answered: %s', async (path, status, text) => {
    const { body, taken } = threePieces()
    const answer = await app.request(path, posting(body))
    expect([answer.status, taken(), await answer.text()]).toEqual([status, 3, text])
  })

  it('is answered also where its sender breaks off', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('hung up')) })
    expect((await app.request('/refused', posting(body))).status).toBe(413)
  })
})
