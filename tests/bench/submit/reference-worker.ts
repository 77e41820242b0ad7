/** The yardstick of `npm run bench`: takes the same JSON and inserts it as one row in one batch, with nothing around it. */
export default {
  async fetch(request, env) {
    const body: unknown = await request.json()
    const id = crypto.randomUUID()
    await env.DB.batch([
      env.DB.prepare('INSERT INTO reference_rows (id, body, at) VALUES (?, ?, ?)').bind(
        id,
        JSON.stringify(body),
        Date.now(),
      ),
    ])
    return Response.json({ id }, { status: 201 })
  },
} satisfies ExportedHandler<{ DB: D1Database }>
