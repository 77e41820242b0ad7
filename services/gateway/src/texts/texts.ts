import { catalogueOf, type Reader as PageReader, readerOf as pageReaderOf } from '@jiekun/pages'
import type { Context } from 'hono'
import { en } from './en.ts'
import { mn } from './mn.ts'
import { type TextKey, zh } from './zh.ts'

const catalogue = catalogueOf(zh, en, mn)

/** Who reads a page of this service. */
export type Reader = PageReader<TextKey>

/** The reader of a request. */
export const readerOf = (c: Context): Reader => pageReaderOf(c, catalogue)
