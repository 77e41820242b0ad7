import { Hono } from 'hono'
export const assetRoutes = new Hono()
