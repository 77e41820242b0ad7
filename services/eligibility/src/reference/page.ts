/** A page of a list that is held in memory. `keyOf` is the cursor of an item; a cursor that no item has ends the list. */
export function pageOfList<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  { after, limit }: { after?: string | undefined; limit: number },
): { items: T[]; next: string | null } {
  const from = after === undefined ? 0 : list.findIndex((item) => keyOf(item) === after) + 1
  if (after !== undefined && from === 0) return { items: [], next: null }
  const items = list.slice(from, from + limit)
  const last = items.at(-1)
  return { items, next: last !== undefined && from + limit < list.length ? keyOf(last) : null }
}
