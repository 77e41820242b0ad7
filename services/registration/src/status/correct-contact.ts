import { applicantIdentitySchema } from '@jiekun/schema'
import type { ServiceContext } from '@jiekun/worker'
import { correctApplication } from '../privacy/correct-application.ts'
import { openCase } from '../privacy/open-case.ts'
import type { CaseKey, CaseOutcome } from './own-data-view.tsx'

const { phone: phoneSchema, address: addressSchema } = applicantIdentitySchema.shape

/** Puts telephone and address right as the form of the status page asks; what is left empty stays as it is. */
export async function correctContact(
  ctx: ServiceContext,
  caseKey: CaseKey,
  form: URLSearchParams,
): Promise<CaseOutcome | undefined> {
  const opened = await openCase(ctx, caseKey)
  // The page that is shown next says so.
  if (!opened.ok) return undefined
  const typed = (name: string): string => form.get(name)?.trim() ?? ''
  const [phone, address] = [typed('phone'), typed('address')]
  if (phone !== '' && !phoneSchema.safeParse(phone).success) return { text: 'error.phone', field: 'phone' }
  if (address.length > 200) return { text: 'error.tooLong', field: 'address' }
  if (form.get('version') !== String(opened.value.version)) return { text: 'mine.stale' }
  const identity = {
    ...(phone === '' ? {} : { phone: phoneSchema.parse(phone) }),
    ...(address === '' ? {} : { address: addressSchema.parse(address) }),
  }
  const result = await correctApplication(ctx, opened.value, { correction: { identity }, ifMatch: undefined })
  if (!result.ok) return { text: result.refusal.reason === 'erased' ? 'mine.erased' : 'mine.stale' }
  return { text: result.value.fields.length > 0 ? 'mine.done' : 'mine.nothing' }
}
