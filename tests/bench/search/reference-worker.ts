/** The yardstick of searches: reads one row by its primary key and answers it, with nothing around it. */
export default {
  async fetch(request, env) {
    const id = new URL(request.url).searchParams.get('id')
    const row = await env.DB.prepare('SELECT * FROM applications WHERE id = ?').bind(id).first()
    return Response.json(row)
  },
} satisfies ExportedHandler<{ DB: D1Database }>
