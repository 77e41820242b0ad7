import { keyringOf } from '@jiekun/worker'
import { describe, expect, it } from 'vitest'
import { nameForms, nameTokens, typedNameToken } from './name-tokens.ts'

const key = btoa('k'.repeat(32))
const keyring = await keyringOf(
  JSON.stringify({ current: 'k1', seal: { k1: key }, index: key, access: { k1: key }, identity: key }),
)
const finds = async (typed: string, name: string): Promise<boolean> =>
  (await nameTokens(keyring, name)).includes(await typedNameToken(keyring, typed))

describe('a name is found', () => {
  it.each([
    ['王芳', '王芳'],
    ['王　芳', '王芳'],
    ['王芳', '王 芳'],
    ['乌云其木格', '乌云其木格'],
    ['乌云', '乌云其木格'],
    ['阿丽娅·买买提', '阿丽娅•买买提'],
    ['阿丽娅・买买提', '阿丽娅·买买提'],
    ['阿丽娅･买买提', '阿丽娅·买买提'],
    ['阿丽娅 买买提', '阿丽娅·买买提'],
    ['阿丽娅买买提', '阿丽娅·买买提'],
    ['买买提', '阿丽娅·买买提'],
    ['阿丽娅', '阿丽娅·买买提'],
    ['ＢＡＴＵ', 'Batu Bold'],
    ['ᠪᠠᠲᠤ', 'ᠪᠠᠲᠤ\u180B'],
  ])('by %s: %s', async (typed, name) => expect(await finds(typed, name)).toBe(true))

  it.each([
    ['王', '王芳'],
    ['王小', '王小明'],
    ['小明', '王小明'],
    ['云其', '乌云其木格'],
    ['ba', 'Batu Bold'],
    ['', '王芳'],
  ])('but not by %s: %s', async (typed, name) => expect(await finds(typed, name)).toBe(false))
})

it('gives away no more than one digest for a Han name of two or three characters', () => {
  expect(nameForms('王芳')).toEqual(['王芳'])
  expect(nameForms('王小明')).toEqual(['王小明'])
  expect(nameForms('王 小 明')).toEqual(['王小明'])
})

it('keeps nothing of the name in its digests', async () => {
  const tokens = await nameTokens(keyring, '阿丽娅·买买提')
  expect(tokens).toHaveLength(4)
  for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{32}$/)
})
