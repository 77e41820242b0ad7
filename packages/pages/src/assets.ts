import { Hono } from 'hono'
import { style } from './style.ts'

/** `/assets`: the one stylesheet, of every page. */
export const assetRoutes = new Hono().get('/style.css', (c) =>
  c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' }),
)
