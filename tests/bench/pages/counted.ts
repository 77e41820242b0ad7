/** Around a Worker, for the bench of pages: every answer says how often it went to the database and back. */

interface Env {
  DB: D1Database
  [binding: string]: unknown
}

/** The header that says so; the front door passes on that of the service behind it, and adds its own. */
const header = 'x-d1-trips'

/** The database, with `trip` called for each round trip. */
function countedDatabase(db: D1Database, trip: () => void): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>()
  const counted = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...values: unknown[]) => counted(target.bind(...values))
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return (...values: unknown[]): unknown => {
          trip()
          return Reflect.apply(member, target, values)
        }
      },
    })
    real.set(proxy, statement)
    return proxy
  }
  return new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => counted(target.prepare(sql))
      if (name === 'batch')
        return (statements: D1PreparedStatement[]) => {
          trip()
          return target.batch(statements.map((each) => real.get(each) ?? each))
        }
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

/** The Worker, counted. What it does after its answer nobody waits for, and is not. */
export const counted = (worker: ExportedHandler<Env> & { fetch: ExportedHandlerFetchHandler<Env> }): typeof worker => ({
  ...worker,
  async fetch(request, env, execution) {
    let trips = 0
    const db = countedDatabase(env.DB, () => {
      trips += 1
    })
    const answer = await worker.fetch(request, { ...env, DB: db }, execution)
    const copy = new Response(answer.body, answer)
    copy.headers.set(header, String(trips + Number(answer.headers.get(header) ?? 0)))
    return copy
  },
})

/** What an answer says. */
export const tripsOf = (headers: Readonly<Record<string, string>>): number => Number(headers[header] ?? 0)
