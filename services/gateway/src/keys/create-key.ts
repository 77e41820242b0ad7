import { roleHolds, scopesOf } from '@jiekun/schema'
import type { accessOperations } from '@jiekun/schema/api'
import { ProblemError, type ServiceContext, staffOf } from '@jiekun/worker'
import type * as z from 'zod'
import { mayGive } from '../access/may-give.ts'
import { requireOffice } from '../access/require-office.ts'
import { expiryOf, issueKey } from './issue-key.ts'

type NewKey = z.output<typeof accessOperations.createKey.body>

/** Makes a key. Ends the request with 403 where its standing is not the administrator's to give. */
export async function createKey(ctx: ServiceContext, wanted: NewKey) {
  const administrator = staffOf(ctx)
  const scopes = wanted.scopes === undefined ? null : [...new Set(wanted.scopes)]
  if (scopes?.some((scope) => !roleHolds(wanted.role, scope))) {
    throw new ProblemError('invalid-input', undefined, {
      errors: [{ path: 'scopes', message: `must be some of ${scopesOf(wanted.role).join(', ')}` }],
    })
  }
  const given = { ...wanted, scopes: scopes ?? scopesOf(wanted.role) }
  if (!mayGive(administrator, given)) throw new ProblemError('not-allowed')
  await requireOffice(ctx, wanted)
  return issueKey(ctx, {
    label: wanted.label,
    role: wanted.role,
    area: wanted.area,
    officeId: wanted.officeId ?? null,
    scopes: scopes === null ? null : JSON.stringify(scopes),
    expiresAt: expiryOf(ctx, wanted.expiresAt),
    predecessor: null,
  })
}
