/** What the frame of every page says, in Chinese. */
export const zh = {
  name: '解困',
  full: '内蒙古城镇困难职工解困脱困',
  skip: '跳到正文',
  switches: '语言和字号',
  elder: '大字版',
  standard: '标准版',
  explanation: '说明',
  untranslated: '这里还没有翻译成蒙古文，先用中文显示。',
} as const

export type TextKey = keyof typeof zh
