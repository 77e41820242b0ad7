import { mostOfToken, type TokenGrant, tokenRequestSchema } from '@jiekun/schema'
import { commit, ProblemError, parseInput, type ServiceContext, signOfficeToken, violates } from '@jiekun/worker'
import * as z from 'zod'
import { checkSignature, type SignedRequest } from '../answers/check-signature.ts'
import { checked, unchecked } from '../answers/signed-body.ts'
import { receive, receivedKey } from '../answers/store.ts'
import { loadForToken } from './store.ts'

/**
 * Gives the system of an office a token for the particulars of referrals that it has. Each signed request is answered
 * once: whoever comes by a copy of one gets nothing for it.
 */
export async function issueToken(ctx: ServiceContext, request: SignedRequest): Promise<TokenGrant> {
  const { officeId, headers, body } = request
  const json = unchecked(body)
  const { credentials, areaCode, isRepeated, own } = await loadForToken(ctx, {
    officeId,
    webhookId: headers.get('webhook-id') ?? '',
    referralIds: claimedBy(json),
  })
  const webhookId = await checkSignature(ctx, request, credentials)
  const asked = parseInput(tokenRequestSchema, checked(json)).data.referralIds
  if (isRepeated) throw new ProblemError('request-repeated')
  const referralIds = [...new Set(asked)].filter((each) => own.has(each))
  if (referralIds.length === 0) throw new ProblemError('not-found')

  const { token, expiresAt } = await signOfficeToken(ctx.keyring, { officeId, areaCode, referralIds }, ctx.now)
  const asOffice: ServiceContext = { ...ctx, actor: { kind: 'office', id: officeId } }
  try {
    await commit(asOffice, {
      statements: [receive(asOffice, officeId, webhookId)],
      audit: [
        { action: 'token.issued', subject: officeId, area: areaCode, reason: `for ${referralIds.length} referrals` },
      ],
    })
  } catch (error) {
    if (violates(error, receivedKey)) throw new ProblemError('request-repeated')
    throw error
  }
  return { token, expiresAt: expiresAt.toISOString(), referralIds }
}

const claimSchema = z
  .looseObject({ data: z.looseObject({ referralIds: z.array(z.string().max(64)).max(mostOfToken) }) })
  .catch({ data: { referralIds: [] } })

/** The referrals that an unchecked body names. */
const claimedBy = (json: unknown): string[] => claimSchema.parse(json).data.referralIds
