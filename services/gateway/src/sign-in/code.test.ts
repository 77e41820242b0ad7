import { Secret, TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { codeAddress, newCodeSecret, stepOfCode } from './code.ts'

const secret = newCodeSecret()
const codeAt = (at: number): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
const now = new Date('2026-11-25T08:00:10Z')
const step = Math.floor(now.getTime() / 30_000)

describe('a code', () => {
  it('is known by its step, also from a clock that is half a minute off', () => {
    expect(stepOfCode(secret, codeAt(now.getTime()), now)).toBe(step)
    expect(stepOfCode(secret, codeAt(now.getTime() - 30_000), now)).toBe(step - 1)
    expect(stepOfCode(secret, codeAt(now.getTime() + 30_000), now)).toBe(step + 1)
  })

  it('of two minutes ago, of another secret or of another form is none', () => {
    expect(stepOfCode(secret, codeAt(now.getTime() - 120_000), now)).toBeUndefined()
    expect(stepOfCode(newCodeSecret(), codeAt(now.getTime()), now)).toBeUndefined()
    for (const text of ['', '12345', '1234567', 'abcdef']) expect(stepOfCode(secret, text, now)).toBeUndefined()
  })

  it('may be typed with a space', () => {
    const code = codeAt(now.getTime())
    expect(stepOfCode(secret, `${code.slice(0, 3)} ${code.slice(3)}`, now)).toBe(step)
  })
})

describe('the address for an app', () => {
  it('carries secret and login', () => {
    expect(codeAddress('wuyun', secret)).toMatch(new RegExp(`^otpauth://totp/.*wuyun\\?.*secret=${secret}`))
  })
})
