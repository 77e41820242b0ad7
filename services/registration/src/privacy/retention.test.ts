import { describe, expect, it } from 'vitest'
import { type KeptCase, keptSince, mayErase, retentionPeriods } from './retention.ts'

const now = new Date('2030-06-01T00:00:00Z')
const ago = (years: number, days = 0): number => Date.UTC(2030 - years, 5, 1) - days * 86_400_000
const kept = (more: Partial<KeptCase>): KeptCase => ({
  state: 'declined',
  erasedAt: null,
  closedAt: ago(0, 10),
  exitedAt: null,
  hasFile: false,
  hasReferrals: false,
  ...more,
})
const withFile = { state: 'approved', hasFile: true, hasReferrals: true }

describe('whether the personal data of a case may go', () => {
  it.each<[what: string, more: Partial<KeptCase>, withdrawn: boolean, outcome: string]>([
    ['declined for more than two years', { closedAt: ago(2, 1) }, false, 'may'],
    ['declined for exactly two years', { closedAt: ago(2) }, false, 'must-be-kept'],
    ['declined lately', {}, false, 'must-be-kept'],
    ['declined lately, consent withdrawn', {}, true, 'may'],
    ['declined lately, consent withdrawn, aid given', { hasReferrals: true }, true, 'must-be-kept'],
    ['declined long ago, aid given', { hasReferrals: true, closedAt: ago(3) }, false, 'may'],
    ['closed as before', { state: 'remained_closed', closedAt: ago(3) }, false, 'may'],
    ['under review', { state: 'under_review', closedAt: ago(3) }, true, 'still-open'],
    ['approved, in the register', { ...withFile, closedAt: ago(12) }, true, 'must-be-kept'],
    ['out of the register for nine years', { ...withFile, exitedAt: ago(9) }, true, 'must-be-kept'],
    ['out of the register for more than ten years', { ...withFile, exitedAt: ago(10, 1) }, false, 'may'],
    ['erased already', { erasedAt: 1, closedAt: ago(3) }, true, 'erased'],
  ])('%s', (_what, more, withdrawn, outcome) => {
    const result = mayErase(kept(more), now, withdrawn)
    expect(result.ok ? 'may' : result.refusal.reason).toBe(outcome)
  })

  it('goes by the period in force on the day', () => {
    expect(keptSince('closed-without-file', now).toISOString()).toBe('2028-06-01T00:00:00.000Z')
    expect(() => keptSince('closed-without-file', new Date('1990-01-01'))).toThrow('in force')
  })

  it('names a source for every period and says whether it is verified', () => {
    for (const { source, verified } of retentionPeriods) {
      expect(source.length).toBeGreaterThan(10)
      expect(verified).toBe(false)
    }
  })
})
