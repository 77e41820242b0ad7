import { describe, expect, it } from 'vitest'
import { renderDigest } from './render-digest.ts'

const counts = { fresh: 2, due: 1, overdue: 0, escalated: 0, tasks: 1, open: 5 }
const given = { officeName: '包头市昆都仑区民政局', counts, origin: 'https://jiekun.example.cn' }

describe('a digest as a message', () => {
  it('tells the counts that are not nothing, and the way to the inbox', () => {
    expect(renderDigest('zh-CN', given)).toEqual({
      subject: '包头市昆都仑区民政局：今日待办 5 件',
      text: '新到 2 件，两个工作日内到期 1 件，协办 1 件，在办 5 件\n办理请打开：https://jiekun.example.cn/inbox',
    })
    expect(renderDigest('en', given).text).toBe(
      '2 new, 1 due within two working days, 1 to cooperate in, 5 open\nTo answer, open https://jiekun.example.cn/inbox',
    )
  })
  it('says so where nothing waits', () => {
    const none = { fresh: 0, due: 0, overdue: 0, escalated: 0, tasks: 0, open: 0 }
    expect(renderDigest('zh-CN', { ...given, counts: none }).text).toMatch(/^没有待办的件。/)
  })
})
