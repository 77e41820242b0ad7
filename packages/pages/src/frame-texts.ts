import { catalogueOf } from './catalogue.ts'
import { en } from './texts/en.ts'
import { mn } from './texts/mn.ts'
import { zh } from './texts/zh.ts'

/** What the frame of every page says. */
export const frameTexts = catalogueOf(zh, en, mn)
