import { describe, expect, it } from 'vitest'
import { consentsSchema, consentVersion, type KeptConsent, keptConsents, sharingConsent } from './consent.ts'

const version = consentVersion
const [first, later] = ['2026-11-20T02:00:00.000Z', '2026-11-21T02:00:00.000Z']
const general: KeptConsent = { purpose: 'department_sharing', version, at: first }
const ofMzt: KeptConsent = { ...general, department: 'MZT' }
const gone = { withdrawnAt: later }

describe('what may be told to a department', () => {
  it.each<[string, KeptConsent[], boolean, boolean]>([
    ['nothing was consented to', [], false, false],
    ['all of them may be told', [general], true, true],
    ['all but one', [general, { ...ofMzt, ...gone }], false, true],
    ['one is told again', [general, { ...ofMzt, ...gone }, ofMzt], true, true],
    ['one is told no more, again', [general, { ...ofMzt, ...gone }, { ...ofMzt, ...gone }], false, true],
    ['none of them, whatever was said of one', [{ ...general, ...gone }, ofMzt], false, false],
    [
      'all again, but for the one that stays out',
      [{ ...general, ...gone }, { ...ofMzt, ...gone }, general],
      false,
      true,
    ],
    ['another purpose alone', [{ purpose: 'public_notice', version, at: first }], false, false],
  ])('%s', (_case, consents, toMzt, toRst) => {
    expect([sharingConsent(consents, 'MZT') !== undefined, sharingConsent(consents, 'RST') !== undefined]).toEqual([
      toMzt,
      toRst,
    ])
  })
})

describe('what a new application consents to', () => {
  const required = ['registration', 'civil_affairs_check'].map((purpose) => ({ purpose, version }))
  it('is kept with its moment, and each department that is left out beside it', () => {
    const given = consentsSchema.parse([
      ...required,
      { purpose: 'department_sharing', version, except: ['MZT', 'JYT', 'MZT'] },
    ])
    const kept = keptConsents(given, first).filter(({ purpose }) => purpose === 'department_sharing')
    expect(kept).toEqual([
      general,
      ...['MZT', 'JYT'].map((department) => ({ ...general, department, withdrawnAt: first })),
    ])
  })

  it('leaves a department out of nothing but the sharing with departments', () => {
    const [registration, check] = required
    const wrong = [{ ...registration, except: ['MZT'] }, check, { purpose: 'department_sharing', version }]
    expect(consentsSchema.safeParse(wrong).error?.issues.map(({ path }) => path)).toEqual([[0, 'except']])
  })
})
