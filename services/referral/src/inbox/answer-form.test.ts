import { describe, expect, it } from 'vitest'
import { readAnswer, readHead } from './answer-form.ts'

const sent = (fields: Record<string, string>) => {
  const form = readHead(new URLSearchParams({ version: '3', ...fields }))
  if (!form) throw new Error('no form')
  return form
}
const faultsOf = (fields: Record<string, string>) => {
  const read = readAnswer(sent(fields))
  return read.ok ? [] : read.refusal.map(({ field, text }) => `${field} ${text}`)
}

describe('the form of an answer', () => {
  it('says what was delivered, in fen and by reference', () => {
    const read = readAnswer(
      sent({
        action: 'deliver',
        amount: '1,200.50',
        periodFrom: '2026-12-01',
        periodTo: '2027-11-30',
        documentNumber: ' 包民救〔2026〕12号 ',
        documentTitle2: '批准文件',
        documentUrl2: 'https://mzj.example.cn/1.pdf',
      }),
    )
    expect(read).toEqual({
      ok: true,
      value: {
        type: 'referral.delivered',
        amountFen: 120_050,
        periodFrom: '2026-12-01',
        periodTo: '2027-11-30',
        documentNumber: '包民救〔2026〕12号',
        documents: [{ title: '批准文件', url: 'https://mzj.example.cn/1.pdf' }],
      },
    })
  })
  it('may leave out whatever a delivered measure has not', () => {
    const empty = { action: 'deliver', amount: ' ', periodFrom: '', periodTo: '', documentNumber: '' }
    expect(readAnswer(sent(empty))).toEqual({ ok: true, value: { type: 'referral.delivered' } })
  })
  it('asks for the reason of what is returned, and for reason and code of what is declined', () => {
    expect(faultsOf({ action: 'return', reason: '   ' })).toEqual(['reason fault.reason'])
    expect(faultsOf({ action: 'decline' })).toEqual(['reasonCode fault.reasonCode', 'reason fault.reason'])
    expect(faultsOf({ action: 'return', reason: '缺'.repeat(1001) })).toEqual(['reason fault.reasonLong'])
  })
  it('names every field that is wrong at once, in the order of the form', () => {
    const wrong = {
      action: 'deliver',
      amount: '12.345',
      periodFrom: '2026-12-01',
      periodTo: '2026-11-01',
      documentTitle1: '批准文件',
      documentUrl1: 'http://mzj.example.cn',
      documentUrl3: 'https://user@example.cn/',
      documentNumber: '号'.repeat(101),
    }
    expect(faultsOf(wrong)).toEqual([
      'amount fault.amount',
      'periodTo fault.period',
      'documentUrl1 fault.documentUrl',
      'documentTitle3 fault.documentTitle',
      'documentUrl3 fault.documentUrl',
      'documentNumber fault.number',
    ])
    expect(faultsOf({ action: 'deliver', periodFrom: '2026-02-30', periodTo: 'soon' })).toEqual([
      'periodFrom fault.date',
      'periodTo fault.date',
    ])
    expect(faultsOf({ action: 'deliver', amount: '99999999999' })).toEqual(['amount fault.amountBig'])
  })
  it('is none without an action that a page offers and the version that it showed', () => {
    expect(readHead(new URLSearchParams({ action: 'cancel', version: '3' }))).toBeUndefined()
    expect(readHead(new URLSearchParams({ action: 'accept', version: 'x' }))).toBeUndefined()
    expect(readHead(new URLSearchParams({ action: 'accept' }))).toBeUndefined()
  })
})
