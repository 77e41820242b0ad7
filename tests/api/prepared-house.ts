import type { Scope, StaffRole } from '@jiekun/schema'
import { fillExample, namesIn, type Operation } from '@jiekun/schema/api'
import { bearer, newKey, seedStaffKeys } from '../../infra/seed/staff-keys.ts'
import { eventually, type House, openHouse } from '../system/house.ts'
import { allHeard } from '../system/rows.ts'
import { silenceOffices } from '../system/untold-case.ts'
import { type Made, subjects } from './subjects.ts'

/** Two counties of two cities, each with one of everything, and a city in which there is nothing. */
export const counties = { here: '150203', elsewhere: '150102' }
export const emptyArea = '150400'
export type County = keyof typeof counties

export interface PreparedHouse extends House {
  /** The things that an example speaks of, in a county: made once for all who ask, or anew. */
  things(names: readonly string[], county: County, anew?: boolean): Promise<Made>
  /** An example, filled with the things of a county. */
  fill(operation: Operation, county: County, anew?: boolean): Promise<NonNullable<Operation['example']>>
  /** A new key, as a header. */
  keyOf(wanted: WantedKey): Promise<PreparedKey>
  /** What the table of keys can hold of a key besides its role and area. */
  keysCarry: ReadonlySet<string>
  /** Waits until every event has been heard by all who hear it. */
  settled(): Promise<void>
}

export interface WantedKey {
  role: StaffRole
  area: string
  officeId?: string
  scopes?: readonly Scope[]
  ended?: 'expired' | 'revoked'
}

export interface PreparedKey {
  id: string
  authorization: string
}

/** A house in which everything that the examples speak of is there. Its offices have no systems: nothing answers by itself. */
export async function openPreparedHouse(): Promise<PreparedHouse> {
  const house = await openHouse()
  await silenceOffices(house.db, '*')
  const known = new Map<string, Promise<Made>>()
  const columns = await columnsOf(house.db, 'staff_keys')

  const things: PreparedHouse['things'] = async (names, county, anew = false) => {
    const wanted = subjects.filter((subject) => subject.names.some((name) => names.includes(name)))
    const all = await Promise.all(
      wanted.map((subject) => {
        const label = `${county}:${subject.names[0]}`
        const made = (anew ? undefined : known.get(label)) ?? subject.make(house, counties[county])
        if (!anew) known.set(label, made)
        return made
      }),
    )
    const place = all.find((made) => made.place)?.place
    const as = all.find((made) => made.as)?.as
    return {
      values: Object.assign({}, ...all.map(({ values }) => values)),
      ...(place ? { place } : {}),
      ...(as ? { as } : {}),
    }
  }

  return {
    ...house,
    things,
    keysCarry: columns,
    fill: async ({ example = {} }, county, anew) =>
      fillExample(example, (await things(namesIn(example), county, anew)).values),
    keyOf: async ({ role, area, officeId, scopes, ended }) => {
      const key = newKey(role, area, 'test')
      await seedStaffKeys(house.db, [key])
      const settings: Record<string, string | number | undefined> = {
        office_id: officeId,
        scopes: scopes && JSON.stringify(scopes),
        expires_at: ended === 'expired' ? Date.now() - 1000 : undefined,
        revoked_at: ended === 'revoked' ? Date.now() : undefined,
      }
      for (const [column, value] of Object.entries(settings)) {
        if (value === undefined || !columns.has(column)) continue
        await house.db.prepare(`UPDATE staff_keys SET ${column} = ? WHERE id = ?`).bind(value, key.id).run()
      }
      return { id: key.id, authorization: `Bearer ${bearer(key)}` }
    },
    settled: async () => {
      await eventually(() => allHeard(house.db))
    },
  }
}

async function columnsOf(db: D1Database, table: string): Promise<ReadonlySet<string>> {
  const { results } = await db.prepare('SELECT name FROM pragma_table_info(?)').bind(table).all<{ name: string }>()
  return new Set(results.map(({ name }) => name))
}
