import { ProblemError } from '@jiekun/worker'
import type { FrontDoor } from '../front-door.ts'

const names = new Set(['key', 'apikey', 'accesstoken', 'token', 'authorization', 'auth', 'secret', 'bearer'])
const keyForm = /(^|\s)(jk_[a-z0-9]{8}_|jt_ey)/

/** Ends a request with 422 where its address carries a key, also beside a good header: addresses end up in logs and histories. */
export function refuseKeyInAddress(c: FrontDoor): void {
  if (!c.req.url.includes('?')) return
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (!names.has(name.toLowerCase().replace(/[-_]/g, '')) && !values.some((value) => keyForm.test(value))) continue
    throw new ProblemError(
      'invalid-input',
      'A key does not belong in the address. Send it as `Authorization: Bearer KEY`.',
      {
        errors: [{ path: 'query', message: 'carries a key; have it revoked' }],
      },
    )
  }
}
