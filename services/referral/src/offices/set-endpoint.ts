import { ProblemError, type ServiceContext } from '@jiekun/worker'
import { checkEndpoint, type EndpointRefusal } from '../deliveries/endpoint.ts'
import { changeOffice, officeAt } from './change-office.ts'
import { shownEndpoint } from './views.ts'

/** Sends the webhooks of an office to an address from now on, also those that are waiting. */
export async function setEndpoint(
  ctx: ServiceContext,
  input: { id: string; ifMatch: number | undefined; url: string; allowLoopback: boolean },
) {
  const checked = checkEndpoint(input.url, input)
  if (!checked.ok) {
    throw new ProblemError('invalid-input', undefined, { errors: [{ path: 'url', message: mustBe(checked.refusal) }] })
  }
  const { office, former } = await officeAt(ctx, input.id, input.ifMatch)
  const changed = await changeOffice(ctx, office, { name: 'endpoint-set', set: { endpoint: checked.value.href } })
  return shownEndpoint(changed, former)
}

function mustBe(refusal: EndpointRefusal): string {
  switch (refusal.reason) {
    case 'not-a-url':
      return 'must be an absolute URL'
    case 'not-https':
      return 'must begin with https://'
    case 'has-credentials':
      return 'must not hold a user name or password'
    case 'local-name':
      return 'must be a public host name'
    case 'local-address':
      return 'must be a public address'
    default:
      return refusal satisfies never
  }
}
