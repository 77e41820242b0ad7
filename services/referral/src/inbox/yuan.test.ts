import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fenOfYuan, yuanOfFen } from './yuan.ts'

describe('an amount in yuan', () => {
  it.each([
    ['1200', 120_000],
    ['1200.5', 120_050],
    ['1,200.50', 120_050],
    ['0.01', 1],
    ['0', 0],
    ['0.29', 29],
    ['4.35', 435],
    ['￥1,234,567.89', 123_456_789],
    ['１２００元', 120_000],
    [' 88 ', 8800],
  ])('%s is %d fen', (written, fen) => expect(fenOfYuan(written)).toBe(fen))

  it.each(['', '-1', '1.234', '1,20', '12,3456', '1.', '.5', '1e3', '十元', '1 200', '12345678901234'])(
    '%s is no amount',
    (written) => expect(fenOfYuan(written)).toBeUndefined(),
  )

  it('comes back as the same fen however large it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (fen) => {
        expect(fenOfYuan(yuanOfFen(fen))).toBe(fen)
      }),
    )
  })
})
