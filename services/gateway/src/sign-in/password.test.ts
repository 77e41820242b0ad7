import { describe, expect, it } from 'vitest'
import { hashPassword, newFirstPassword, passwordFault, passwordHolds } from './password.ts'

describe('a hashed password', () => {
  it('holds for itself alone, also where a keyboard composed it otherwise', () => {
    const hash = hashPassword('caf\u00e9 und mehr')
    expect(passwordHolds('cafe\u0301 und mehr', hash)).toBe(true)
    expect(passwordHolds('cafe und mehr', hash)).toBe(false)
    expect(passwordHolds('', hash)).toBe(false)
  })

  it('carries its parameters and a salt of its own', () => {
    const [one, other] = [hashPassword('twice the same'), hashPassword('twice the same')]
    expect(one).toMatch(/^scrypt\$15\$8\$1\$/)
    expect(one).not.toBe(other)
  })

  it('that is not there holds for nothing', () => {
    expect(passwordHolds('anything', null)).toBe(false)
    expect(passwordHolds('', undefined)).toBe(false)
  })
})

describe('a new password', () => {
  it.each([
    ['elf zeichen', 'short'],
    ['x'.repeat(129), 'long'],
    ['wuyun-wuyun-1', 'login'],
    ['ababababababab', 'simple'],
    ['correct horse battery', undefined],
  ])('%s is found %s', (password, fault) => {
    expect(passwordFault(password, 'wuyun')).toBe(fault)
  })

  it('handed over by an administrator is good enough by the same rule', () => {
    for (let each = 0; each < 50; each++) {
      const password = newFirstPassword()
      expect(password).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
      expect(passwordFault(password, 'wuyun')).toBeUndefined()
    }
  })
})
