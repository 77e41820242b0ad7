/**
 * Where ids of webhooks are kept that have been worked off. Let it be a table with a unique key, written in the
 * transaction of what you do about the notice: then no crash makes you do it twice, or not at all.
 */
export interface RememberedIds {
  has(id: string): boolean | Promise<boolean>
  add(id: string): unknown
}

/** Keeps so many ids in this process, and forgets the oldest: for tests, and for systems that may do a thing twice. */
export function rememberInMemory(most = 10_000): RememberedIds {
  const ids = new Set<string>()
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.add(id)
      for (const oldest of ids) {
        if (ids.size <= most) break
        ids.delete(oldest)
      }
    },
  }
}
