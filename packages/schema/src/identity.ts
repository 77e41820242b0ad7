import { validate as validateResidentId } from 'stdnum/lib/cjs/cn/ric.js'
import * as z from 'zod'

/** What a resident ID number (GB 11643) says of its holder. */
export interface ResidentIdFacts {
  /** ISO date. */
  birthDate: string
  /** GB/T 2261.1: 1 male, 2 female, by the parity of the seventeenth digit. */
  sex: '1' | '2'
}

/** Birth date and sex that a valid resident ID number carries; its first six digits say nothing of where the person lives. */
export function readResidentId(idNumber: string): ResidentIdFacts {
  const [year, month, day] = [idNumber.slice(6, 10), idNumber.slice(10, 12), idNumber.slice(12, 14)]
  return { birthDate: `${year}-${month}-${day}`, sex: Number(idNumber[16]) % 2 === 1 ? '1' : '2' }
}

/** Resident ID number: 18 characters, real date, right check character (GB 11643). A small x is accepted and raised. */
export const residentIdSchema = z
  .string()
  .max(40)
  .transform((value) => value.trim().toUpperCase())
  .refine((value) => /^\d{17}[\dX]$/.test(value), {
    error: 'must have 18 characters: 17 digits and a digit or X',
    abort: true,
  })
  .refine((value) => validateResidentId(value).isValid, 'is not a valid resident ID number (date or check character)')

/** Mobile number of eleven digits, or a landline with its area code. */
export const phoneSchema = z
  .string()
  .max(30)
  .transform((value) => value.replace(/[\s-]/g, ''))
  .refine((value) => /^(1[3-9]\d{9}|0\d{9,11})$/.test(value), 'must be a mobile number or a landline with area code')

/** Name of a person, whatever script and length it has within reason. */
export const personNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((value) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value), 'must not hold control characters')

/** Who applies. Sealed as soon as it is parsed; responses carry only `MaskedIdentity`. */
export const applicantIdentitySchema = z.strictObject({
  name: personNameSchema,
  idNumber: residentIdSchema,
  phone: phoneSchema,
  address: z.string().trim().min(1).max(200),
  bankAccount: z
    .string()
    .max(50)
    .transform((value) => value.replace(/\s/g, ''))
    .refine((value) => /^\d{8,32}$/.test(value), 'must be 8 to 32 digits')
    .optional(),
})

/** The fields of an identity that staff may reveal, each reveal with a reason and in the audit. */
export const identityFields = ['name', 'idNumber', 'phone', 'address', 'bankAccount'] as const
export const identityFieldSchema = z.enum(identityFields)
export type IdentityField = z.infer<typeof identityFieldSchema>

export const maskedIdentitySchema = z
  .object({
    name: z.string(),
    idNumber: z.string(),
    phone: z.string(),
    address: z.string(),
    bankAccount: z.string().optional(),
  })
  .meta({ id: 'MaskedIdentity' })

export type ApplicantIdentity = z.infer<typeof applicantIdentitySchema>
export type MaskedIdentity = z.infer<typeof maskedIdentitySchema>

/** What stands in the place of an identity that has been erased. */
export const erasedIdentity: MaskedIdentity = { name: '已删除', idNumber: '已删除', phone: '已删除', address: '已删除' }

const keepEnds = (value: string, head: number, tail: number): string =>
  value.length <= head + tail
    ? '*'.repeat(value.length)
    : value.slice(0, head) + '*'.repeat(value.length - head - tail) + value.slice(-tail)

/** A name as responses and staff pages may show it: its first character. */
export function maskName(full: string): string {
  const name = Array.from(full)
  return name[0] + '*'.repeat(Math.max(1, Math.min(name.length - 1, 3)))
}

/** A telephone number as responses and staff pages may show it: its ends. */
export const maskPhone = (phone: string): string => keepEnds(phone, 3, 2)

/** The identity as responses and staff pages may show it: surname, first four and last two of the ID number, ends of the telephone, start of the address. */
export function maskIdentity(identity: ApplicantIdentity): MaskedIdentity {
  return {
    name: maskName(identity.name),
    idNumber: keepEnds(identity.idNumber, 4, 2),
    phone: maskPhone(identity.phone),
    address: `${Array.from(identity.address).slice(0, 6).join('')}***`,
    ...(identity.bankAccount === undefined ? {} : { bankAccount: `****${identity.bankAccount.slice(-4)}` }),
  }
}
