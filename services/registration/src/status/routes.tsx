import { Hono } from 'hono'
export const statusRoutes = new Hono()
