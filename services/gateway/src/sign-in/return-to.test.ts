import { describe, expect, it } from 'vitest'
import { returnPath } from './return-to.ts'

const origin = 'https://jiekun.example'

describe('the way back after signing in', () => {
  it('is the path that was asked for', () => {
    expect(returnPath('/account?lang=en', origin)).toBe('/account?lang=en')
  })

  it.each([
    undefined,
    '',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    `/${'x'.repeat(600)}`,
  ])('never leads out of the house: %s', (wanted) => {
    expect(returnPath(wanted, origin)).toBe('/account')
  })
})
