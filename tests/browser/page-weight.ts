import type { CDPSession, Page } from 'playwright-core'
import * as z from 'zod'

/** What a page weighs with all that it loads, fonts apart. */
export interface PageWeight {
  /** As they came over the wire, headers among them; the local runtime compresses by gzip, as the network before a deployment does. */
  bytes: number
  requests: number
  /** How many answers must have come one after another before the page can be used: the page, then what it waits for. */
  depth: number
}

const finishedSchema = z.object({ requestId: z.string(), encodedDataLength: z.number() })
const begunSchema = z.object({ requestId: z.string(), type: z.string().optional() })

/** Counts what a page loads since its last document, by the protocol of the browser. */
export async function weighPage(page: Page): Promise<{ read(): PageWeight; session: CDPSession }> {
  const session = await page.context().newCDPSession(page)
  const loaded = new Map<string, { type: string; bytes: number }>()
  session.on('Network.requestWillBeSent', (event) => {
    const { requestId, type = '' } = begunSchema.parse(event)
    if (type === 'Document') loaded.clear()
    loaded.set(requestId, { type, bytes: 0 })
  })
  session.on('Network.loadingFinished', (event) => {
    const { requestId, encodedDataLength } = finishedSchema.parse(event)
    const known = loaded.get(requestId)
    if (known) known.bytes = encodedDataLength
  })
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  return {
    session,
    read() {
      const weight: PageWeight = { bytes: 0, requests: 0, depth: 0 }
      for (const { type, bytes } of loaded.values()) {
        if (type === 'Font') continue
        weight.bytes += bytes
        weight.requests += 1
        // Scripts are modules: they wait for the page and the page does not wait for them.
        if (type === 'Document' || type === 'Stylesheet')
          weight.depth = Math.max(weight.depth, type === 'Document' ? 1 : 2)
      }
      return weight
    },
  }
}

/** A slow 3G telephone as Lighthouse models it. */
export const slow3G = { latencyMs: 400, bytesPerMs: 400 / 8 }
/** Bytes that a server sends before it has heard anything back (RFC 6928: ten segments). */
const firstWindow = 10 * 1460

/**
 * Milliseconds from the tap to a page that can be used, by the number of times something must go there and back: name,
 * connection, encryption, then each answer that waits for another, and what does not fit into the first window.
 */
export function modelledMs({ bytes, depth }: PageWeight): number {
  const connecting = 3
  const windows = Math.max(0, Math.ceil(Math.log2(bytes / firstWindow + 1)) - 1)
  return (connecting + depth + windows) * slow3G.latencyMs + bytes / slow3G.bytesPerMs
}
