import { Hono } from 'hono'
import { formScript } from '../apply/form-script.ts'
import { style } from './style.ts'

const cached = { 'cache-control': 'public, max-age=300' }

/** `/assets`: the one stylesheet, and the one script. */
export const assetRoutes = new Hono()
  .get('/style.css', (c) => c.body(style, 200, { ...cached, 'content-type': 'text/css; charset=utf-8' }))
  .get('/form.js', (c) => c.body(formScript, 200, { ...cached, 'content-type': 'text/javascript; charset=utf-8' }))
