import { catalogueOf } from './catalogue.ts'

/** What the frame of every page says. */
export const frameTexts = catalogueOf(
  {
    name: '解困',
    full: '内蒙古城镇困难职工解困脱困',
    skip: '跳到正文',
    language: 'English',
  },
  {
    name: 'Jiekun',
    full: 'Help for urban workers in hardship, Inner Mongolia',
    skip: 'Skip to content',
    language: '中文',
  },
)
