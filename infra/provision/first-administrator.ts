/**
 * `npm run --silent first-administrator -- LOGIN NAME`: the SQL that makes the first administrator of a deployment, for
 * `wrangler d1 execute`; every further account is made by an administrator. The first password goes to standard error,
 * and sets up a code generator at the first sign-in.
 */
import { regionCode } from '@jiekun/schema'
import { accessOperations } from '@jiekun/schema/api'
import { newId } from '@jiekun/worker'
import { hashPassword, newFirstPassword } from '../../services/gateway/src/sign-in/password.ts'
import { firstPasswordMs } from '../../services/gateway/src/users/create-user.ts'

const [login, displayName] = process.argv.slice(2)
const wanted = accessOperations.createUser.body.safeParse({
  login,
  displayName,
  role: 'administrator',
  area: regionCode,
})
if (!wanted.success) {
  console.error('Say a login (small letters, digits, . and -) and a name: -- wuyun 乌云')
  process.exit(1)
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const id = newId(regionCode)
const password = newFirstPassword()
const now = Date.now()
console.log(`-- Of two runs at once, and where there is an administrator already, none is made.
INSERT INTO users (id, login, display_name, role, area, state, version, password_hash, first_password_until, created_at, created_by)
SELECT ${quoted(id)}, ${quoted(wanted.data.login)}, ${quoted(wanted.data.displayName)}, 'administrator', '${regionCode}', 'active', 1,
  ${quoted(hashPassword(password))}, ${now + firstPasswordMs}, ${now}, 'provisioning'
WHERE NOT EXISTS (SELECT 1 FROM users WHERE role = 'administrator' AND area = '${regionCode}' AND state = 'active');`)
console.error(`First password of ${wanted.data.login}, good for a week: ${password}`)
