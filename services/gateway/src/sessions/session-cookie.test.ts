import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { sessionTokenOf, withoutOurs, writeCookie } from './session-cookie.ts'

const token = 'T'.repeat(43)
const app = new Hono()
  .get('/set', (c) => {
    writeCookie(c, 'jiekun', token)
    return c.text('')
  })
  .get('/read', (c) => c.text(sessionTokenOf(c) ?? 'none'))
const set = async (url: string) => (await app.request(`${url}/set`)).headers.get('set-cookie')
const read = async (url: string, cookie: string) => (await app.request(`${url}/read`, { headers: { cookie } })).text()

describe('the session cookie', () => {
  it('is bound to its host and to https', async () => {
    expect(await set('https://jiekun.example')).toBe(`__Host-jiekun=${token}; Path=/; HttpOnly; Secure; SameSite=Lax`)
  })

  it('stays so over http, where a browser then refuses it, but for one’s own machine', async () => {
    expect(await set('http://jiekun.example')).toMatch(/^__Host-jiekun=.*Secure/)
    expect(await set('http://localhost:8787')).toBe(`jiekun=${token}; Path=/; HttpOnly; SameSite=Lax`)
  })

  it('is not read under the name that a neighbouring host could set', async () => {
    expect(await read('https://jiekun.example', `jiekun=${token}`)).toBe('none')
    expect(await read('https://jiekun.example', `__Host-jiekun=${token}`)).toBe(token)
  })

  it('is taken out of what the services are passed, and nothing else is', () => {
    const all = `lang=en; jiekun=${token}; __Host-jiekun-step=x; draft=abc; __Host-jiekun=${token}; jiekun-provider=y`
    expect(withoutOurs(all)).toBe('lang=en; draft=abc')
  })
})
