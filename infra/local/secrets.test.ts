import { describe, expect, it } from 'vitest'
import { newSecrets, takeOver } from './secrets.ts'

describe('the secrets of an older local house', () => {
  it('keep their keys and gain accounts, the office of the clerk and the mark of a local key ring', () => {
    const made = newSecrets()
    const { local: _mark, ...ring } = JSON.parse(made.keyring)
    const { users: _users, ...rest } = made
    const older = {
      ...rest,
      keyring: JSON.stringify(ring),
      keys: made.keys.map(({ officeId: _office, ...key }) => key),
    }
    const taken = takeOver(JSON.stringify(older))
    expect(JSON.parse(taken.keyring)).toEqual({ ...ring, local: true })
    expect(taken.keys).toEqual(made.keys)
    expect(taken.users.map(({ role }) => role)).toEqual(made.users.map(({ role }) => role))
    expect(takeOver(JSON.stringify(taken))).toEqual(taken)
  })
})
