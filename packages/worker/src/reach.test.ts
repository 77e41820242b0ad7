import type { StaffActor, StaffRole } from '@jiekun/schema'
import { offices, referrals } from '@jiekun/schema/tables/referral'
import { and, type SQL } from 'drizzle-orm'
import { QueryBuilder, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { inArea, withinArea } from './reach.ts'

const actor = (role: StaffRole, officeId?: string): StaffActor => ({
  kind: 'staff',
  id: 'k',
  role,
  area: '150203',
  officeId,
})
function conditionOf(table: SQLiteTable, condition: SQL | undefined) {
  const { sql, params } = new QueryBuilder({ casing: 'snake_case' }).select().from(table).where(and(condition)).toSQL()
  return { sql: sql.split(' where ')[1], params }
}

describe('withinArea', () => {
  const of = (who: StaffActor) => conditionOf(offices, withinArea(who, { area: offices.areaCode, office: offices.id }))
  it('holds everybody to their area, also an administrator, who sees no case', () => {
    for (const role of ['administrator', 'auditor', 'grassroots_intake', 'helper'] as const) {
      expect(of(actor(role))).toMatchObject({ params: ['150203', '150203'] })
    }
  })
  it('holds a clerk to the own office, and to nothing without one', () => {
    expect(of(actor('office_clerk', '1502-MZT-150203'))).toEqual({
      sql: '"offices"."id" = ?',
      params: ['1502-MZT-150203'],
    })
    expect(of(actor('office_clerk'))).toEqual({ sql: '0', params: [] })
  })
})

describe('inArea', () => {
  const of = (asked: string | undefined, role: StaffRole = 'auditor') =>
    conditionOf(referrals, inArea(actor(role), asked, { county: referrals.countyCode, id: referrals.id }))
  it('is the county, the ids of a city, or everything', () => {
    expect(of('150203').params).toEqual(['150203'])
    expect(of('150200').params).toEqual(['1502-', '1502.'])
    expect(of('150000')).toEqual({ sql: undefined, params: [] })
  })
  it('is the own area where none is asked for, of those who see by area', () => {
    expect(of(undefined)).toEqual(of('150203'))
    expect(of(undefined, 'helper')).toEqual({ sql: undefined, params: [] })
  })
})
