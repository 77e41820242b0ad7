import * as z from 'zod'
import { staffRoleSchema } from '../access.ts'
import { areaCodeSchema } from '../areas.ts'
import { idSchema } from './operation.ts'

/** What a person or a machine is called. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((value) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value), 'must not hold control characters')

/** What a user or a key is given: what it is, where, and for which office. */
export const standing = { role: staffRoleSchema, area: areaCodeSchema, officeId: idSchema.optional() }
/** The same as it is shown. */
export const standingShown = { role: staffRoleSchema, area: areaCodeSchema, officeId: z.string().nullable() }

/** What a role needs to know its reach by: a clerk its office, and nobody else. */
export const officeFits = ({ role, officeId }: { role: string; officeId?: string | null | undefined }): boolean =>
  (role === 'office_clerk') === (officeId !== undefined && officeId !== null)
/** What is wrong where {@link officeFits} says no. */
export const officeMisfit = { path: ['officeId'], message: 'must be given for office_clerk, and for no other role' }

/** The id in the path. */
export const byId = { params: z.strictObject({ id: idSchema }) }
