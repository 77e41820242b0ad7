import { describe, expect, it } from 'vitest'
import { markLanguages } from './mark-languages.ts'

const page = (body: string, title = '解困'): string =>
  `<html lang="mn-Mong" class="vertical"><head><title>${title}</title></head><body><main>${body}</main></body></html>`
const main = (marked: string): string => /<main>(.*)<\/main>/.exec(marked)?.[1] ?? ''

describe('the languages of a page for readers of Mongolian', () => {
  it('leaves other pages alone', () => {
    const english = '<html lang="en"><body><p>内蒙古</p></body></html>'
    expect(markLanguages(english)).toBe(english)
  })
  it('takes the marks from Chinese pages that say nothing there', () => {
    const chinese =
      '<html lang="zh-CN"><body><p><span lang="zh-CN">乌云</span>·<a lang="en">English</a></p></body></html>'
    expect(markLanguages(chinese)).toBe('<html lang="zh-CN"><body><p>乌云·<a lang="en">English</a></p></body></html>')
  })
  it('says that a page is Chinese as long as most of it is, and keeps its columns', () => {
    const marked = markLanguages(page('<p>申请</p><p>查询</p><a>ᠮᠣᠩᠭᠣᠯ</a>'))
    expect(marked).toMatch(/^<html lang="zh-CN" class="vertical"><head><title>解困<\/title>/)
    expect(main(marked)).toBe('<p>申请</p><p>查询</p><a lang="mn-Mong">ᠮᠣᠩᠭᠣᠯ</a>')
  })
  it('says that it is Mongolian once most of it is, and marks what is still Chinese', () => {
    const marked = markLanguages(
      page(
        '<h1>ᠮᠣᠩᠭᠣᠯ</h1><p>ᠮᠣᠩᠭᠣᠯ</p><p>ᠮᠣᠩᠭᠣᠯ</p><label for="a">姓名</label><input id="a"/><p>ᠮᠣᠩᠭᠣᠯ 解困，脱困 1 <b>12</b> 元</p>',
      ),
    )
    expect(marked).toMatch(/^<html lang="mn-Mong" class="vertical"><head><title lang="zh-CN">/)
    expect(main(marked)).toBe(
      '<h1>ᠮᠣᠩᠭᠣᠯ</h1><p>ᠮᠣᠩᠭᠣᠯ</p><p>ᠮᠣᠩᠭᠣᠯ</p><label for="a" lang="zh-CN">姓名</label><input id="a"/><p>ᠮᠣᠩᠭᠣᠯ <span lang="zh-CN">解困，脱困</span> 1 <b>12</b> <span lang="zh-CN">元</span></p>',
    )
  })
  it('marks text after a field and options, and neither attributes nor what is marked already', () => {
    const mongolian = '<p>ᠮᠣᠩᠭᠣᠯ</p>'.repeat(9)
    const body =
      '<label><input type="radio"/>是</label><option value="1">男</option><a lang="zh-CN">中文</a><b title="中文">1</b>'
    expect(main(markLanguages(page(mongolian + body)))).toBe(
      `${mongolian}<label><input type="radio"/><span lang="zh-CN">是</span></label><option value="1" lang="zh-CN">男</option><a lang="zh-CN">中文</a><b title="中文">1</b>`,
    )
  })
  it('changes no text', () => {
    const body = '<p>ᠮᠣᠩᠭᠣᠯ 和 <em>中文</em> and English 混 ᠮᠣᠩᠭᠣᠯ</p><br/>尾'
    const words = (text: string): string => text.replace(/<[^>]*>/g, '')
    expect(words(markLanguages(page(body)))).toBe(words(page(body)))
  })
})
