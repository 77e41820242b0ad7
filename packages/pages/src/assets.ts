/// <reference path="./woff2.d.ts" />
import mongolianFont from '@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2'
import { type Context, Hono } from 'hono'
import { columnsScript } from './columns-script.ts'
import mongolianName from './fonts/mongolian-name.woff2'
import { fontPaths, style } from './style.ts'

const forAWhile = 'public, max-age=300'
/** A font's address changes with the font. */
const forEver = 'public, max-age=31536000, immutable'

const font = (c: Context, bytes: ArrayBuffer): Response =>
  c.body(bytes, 200, { 'content-type': 'font/woff2', 'cache-control': forEver })

/** `/assets`: the one stylesheet, of every page; the fonts of Mongolian, which a browser fetches where it shows any. */
export const assetRoutes = new Hono()
  .get('/style.css', (c) =>
    c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': forAWhile }),
  )
  .get('/columns.js', (c) =>
    c.body(columnsScript, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': forAWhile }),
  )
  .get(fontPaths.mongolian, (c) => font(c, mongolianFont))
  .get(fontPaths.name, (c) => font(c, mongolianName))
