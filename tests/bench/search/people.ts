/** Names as they are spread in the region: Han names of few surnames, Mongolian names of few parts, some with a middle dot. */

const surnames = Array.from('王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹')
const given = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌梅鹏飞宇浩')
const beginnings = [
  '乌云',
  '娜仁',
  '斯琴',
  '萨仁',
  '阿拉坦',
  '巴雅尔',
  '其其格',
  '格根',
  '苏日娜',
  '哈斯',
  '朝鲁',
  '孟和',
]
const endings = ['其木格', '托雅', '高娃', '毕力格', '巴特尔', '花', '图雅', '那仁', '苏荣', '塔娜', '呼和', '格日勒']

/** Draws numbers from 0 up to but not including 1, the same at every run (mulberry32). */
export function drawing(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One of some, the first more often than the last, as surnames are. */
const oneOf = (some: readonly string[], draw: () => number): string => some[Math.floor(draw() ** 2 * some.length)] ?? ''

/** An invented name. */
export function inventName(draw: () => number): string {
  const kind = draw()
  if (kind < 0.2) return oneOf(beginnings, draw) + oneOf(endings, draw)
  if (kind < 0.22) return `${oneOf(beginnings, draw)}·${oneOf(endings, draw)}`
  return oneOf(surnames, draw) + oneOf(given, draw) + (kind < 0.7 ? oneOf(given, draw) : '')
}
