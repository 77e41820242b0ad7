import { type StaffActor, scopesOf } from '@jiekun/schema'
import { describe, expect, it } from 'vitest'
import { mayGive } from './may-give.ts'

const administrator: StaffActor = { kind: 'staff', id: 'a', role: 'administrator', area: '150200' }
const narrow: StaffActor = { ...administrator, scopes: ['keys:manage'] }
const reviewer = { role: 'county_reviewer', scopes: scopesOf('county_reviewer') } as const
const another = { role: 'administrator', area: '150200', scopes: scopesOf('administrator') } as const

describe('an administrator', () => {
  it('gives roles in its own area and below, and nowhere else', () => {
    expect(mayGive(administrator, { ...reviewer, area: '150200' })).toBe(true)
    expect(mayGive(administrator, { ...reviewer, area: '150203' })).toBe(true)
    expect(mayGive(administrator, { ...reviewer, area: '150100' })).toBe(false)
    expect(mayGive(administrator, { ...reviewer, area: '150000' })).toBe(false)
  })

  it('makes other administrators, but none who may do more than itself', () => {
    expect(mayGive(administrator, another)).toBe(true)
    expect(mayGive(narrow, another)).toBe(false)
    expect(mayGive(narrow, { ...another, scopes: ['keys:manage'] })).toBe(true)
  })
})
