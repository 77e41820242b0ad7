/** `npm run --silent sign-in-code -- LOGIN`: the code that the generator of a local account shows now. */
import { codeOf } from '../seed/users.ts'
import { readSecrets } from './secrets.ts'

const [login] = process.argv.slice(2)
const users = readSecrets()?.users ?? []
const user = users.find((each) => each.login === login)
if (user) {
  console.log(codeOf(user))
} else {
  console.error(
    users.length === 0
      ? 'There is no local house yet: run npm start first.'
      : `Say whose: ${users.map((each) => each.login).join(', ')}`,
  )
  process.exit(1)
}
