import { ProblemError, type ServiceContext } from '@jiekun/worker'
import { checkEndpoint, type EndpointRefusal, isName } from '../deliveries/endpoint.ts'
import { reachable, takeUpStatement } from '../deliveries/endpoint-health.ts'
import type { SendOptions } from '../deliveries/post-webhook.ts'
import { checkHost } from '../deliveries/resolve-host.ts'
import { changeOffice, officeAt } from './change-office.ts'
import type { OfficeRow } from './store.ts'
import { shownEndpoint } from './views.ts'

/** Sends the webhooks of an office to an address from now on, also those that are waiting. */
export async function setEndpoint(
  ctx: ServiceContext,
  input: {
    id: string
    ifMatch: number | undefined
    url: string
    signature: OfficeRow['signature'] | undefined
    publicKey: string | null | undefined
    options: SendOptions
  },
) {
  const checked = checkEndpoint(input.url, input.options)
  if (!checked.ok) throw refused(checked.refusal)
  if (isName(checked.value, input.options)) {
    const host = await checkHost(checked.value.hostname, input.options.resolver)
    // A name that is not known yet may be known later; one that leads into a private network is refused at once.
    if (!host.ok && host.refusal.reason === 'local-address') throw refused(host.refusal)
  }
  const { office, former } = await officeAt(ctx, input.id, input.ifMatch)
  const changed = await changeOffice(ctx, office, {
    name: 'endpoint-set',
    set: {
      endpoint: checked.value.href,
      ...(input.signature === undefined ? {} : { signature: input.signature }),
      ...(input.publicKey === undefined ? {} : { publicKey: input.publicKey }),
      ...reachable,
    },
    statements: [takeUpStatement(ctx, office.id)],
  })
  return shownEndpoint(changed, former)
}

const refused = (refusal: EndpointRefusal): ProblemError =>
  new ProblemError('invalid-input', undefined, { errors: [{ path: 'url', message: mustBe(refusal) }] })

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
