import { type ServiceContext, sameText } from '@jiekun/worker'
import { countWrong } from './code-attempts.ts'

/** What the code of a case or a draft is derived by, besides its number. */
export interface CodeHolder {
  accessKeyId: string
  /** How often a new code was given. */
  accessRound?: number
}

/** The access code of a case or a draft; each round has another one. */
export const accessCodeOf = (
  { keyring }: Pick<ServiceContext, 'keyring'>,
  number: string,
  { accessKeyId, accessRound = 0 }: CodeHolder,
): Promise<string> => keyring.accessCode(accessRound === 0 ? number : `${number}#${accessRound}`, accessKeyId)

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
 * Whether a typed code opens the case or the draft of a number, undefined where there is none; a wrong one is
 * counted. Ask {@link requireFewWrong} before.
 */
export async function opensWith(
  ctx: ServiceContext,
  number: string,
  holder: CodeHolder | undefined,
  typed: string,
): Promise<boolean> {
  const fits = await holdsAccessCode(ctx, number, holder ?? { accessKeyId: ctx.keyring.currentAccessKey }, typed)
  if (fits && holder) return true
  await countWrong(ctx, number)
  return false
}

/** Whether a typed code opens a case. Takes the same time whether it does or not. */
export async function holdsAccessCode(
  ctx: Pick<ServiceContext, 'keyring'>,
  caseNumber: string,
  holder: CodeHolder,
  typed: string,
): Promise<boolean> {
  return sameText(await accessCodeOf(ctx, caseNumber, holder), normaliseCode(typed))
}
