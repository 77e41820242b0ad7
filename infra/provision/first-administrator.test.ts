import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { passwordHolds } from '../../services/gateway/src/sign-in/password.ts'
import { absolute } from '../local/workers.ts'

const run = (...words: string[]) =>
  spawnSync(process.execPath, [absolute('infra/provision/first-administrator.ts'), ...words], { encoding: 'utf8' })

function emptyDatabase(): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  const folder = absolute('infra/migrations')
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.sql')) db.exec(readFileSync(`${folder}/${name}`, 'utf8'))
  }
  return db
}

describe('the first administrator', () => {
  it('is made once in a new deployment, with a password that is told to whoever made it and not stored', () => {
    const db = emptyDatabase()
    const { stdout, stderr, status } = run('wuyun', "O'乌云")
    expect(status).toBe(0)
    db.exec(stdout)
    const password = stderr.trim().split(' ').at(-1) ?? ''
    const [user] = db.prepare('SELECT * FROM users').all()
    expect(user).toMatchObject({ login: 'wuyun', display_name: "O'乌云", role: 'administrator', seeded: 0 })
    expect(passwordHolds(password, String(user?.password_hash))).toBe(true)
    expect(stdout).not.toContain(password)
    db.exec(run('another', '另一人').stdout)
    expect(db.prepare('SELECT count(*) AS n FROM users').get()).toEqual({ n: 1 })
  })

  it('is refused without a login and a name', () => {
    expect(run('Not A Login', '').status).toBe(1)
  })
})
