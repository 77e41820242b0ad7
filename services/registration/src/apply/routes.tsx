import { Hono } from 'hono'
export const applyRoutes = new Hono()
