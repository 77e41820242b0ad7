import { Hono } from 'hono'
export const homeRoutes = new Hono()
