import { type ServiceContext, sameText } from '@jiekun/worker'
import { countWrong } from './code-attempts.ts'

/** The access code as people read it: three groups of four. */
export const spacedAccessCode = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code

/** What somebody typed, with the usual slips put right: small letters, spaces, dashes, O for 0, I and L for 1. */
export const normaliseCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')

/** A case number as somebody typed it, in the form it is stored in. */
export function normaliseCaseNumber(typed: string): string {
  const code = normaliseCode(typed)
  return `${code.slice(0, 4)}-${code.slice(4, 10)}-${code.slice(10)}`
}

/**
 * Whether a typed code opens the case or the draft of a number, undefined key id where there is none; a wrong one is
 * counted. Ask {@link requireFewWrong} before.
 */
export async function opensWith(
  ctx: ServiceContext,
  number: string,
  keyId: string | undefined,
  typed: string,
): Promise<boolean> {
  const fits = await holdsAccessCode(ctx, number, keyId ?? ctx.keyring.currentAccessKey, typed)
  if (fits && keyId !== undefined) return true
  await countWrong(ctx, number)
  return false
}

/** Whether a typed code opens a case. Takes the same time whether it does or not. */
export async function holdsAccessCode(
  ctx: Pick<ServiceContext, 'keyring'>,
  caseNumber: string,
  keyId: string,
  typed: string,
): Promise<boolean> {
  return sameText(await ctx.keyring.accessCode(caseNumber, keyId), normaliseCode(typed))
}
