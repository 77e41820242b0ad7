interface Wanted {
  url: string
  body: string
  count: number
  atOnce: number
}

/** The yardstick of webhooks: posts the same body again and again, a few at a time, with nothing around it. */
export default {
  async fetch(request) {
    const { url, body, count, atOnce } = await request.json<Wanted>()
    let left = count
    const post = async (): Promise<void> => {
      while (left-- > 0) {
        const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
        await response.text()
      }
    }
    await Promise.all(Array.from({ length: atOnce }, post))
    return Response.json({ count }, { status: 200 })
  },
} satisfies ExportedHandler
