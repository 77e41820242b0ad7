import * as z from 'zod'
import { staffRoleSchema } from './access.ts'
import { householdGroups, memberGroups } from './fact-groups.ts'
import { identityFields } from './identity.ts'

/** What may be told of a case to an office. */
export const disclosedFields = [
  'caseNumber',
  'area',
  'clause',
  'measures',
  ...identityFields,
  ...householdGroups,
  ...memberGroups,
] as const
export const disclosedFieldSchema = z.enum(disclosedFields)
export type DisclosedField = z.infer<typeof disclosedFieldSchema>

/** On what ground it is told: the person's separate consent (PIPL 23), or a statutory duty where there is none (PIPL 13). */
export const disclosureBasisSchema = z.enum(['consent', 'statutory_duty'])

/** Data of a case that left the house: to which office, when, for which measures, what, and on what ground. */
export const disclosureSchema = z
  .strictObject({
    id: z.string(),
    caseNumber: z.string(),
    officeId: z.string(),
    /** Null where the office is not in the directory any more. */
    officeName: z.string().nullable(),
    at: z.iso.datetime(),
    clause: z.string(),
    measures: z.array(z.string()),
    fields: z.array(disclosedFieldSchema),
    basis: disclosureBasisSchema,
    consentVersion: z.string().nullable(),
  })
  .meta({ id: 'Disclosure' })
export type Disclosure = z.infer<typeof disclosureSchema>

/** A stored disclosure as it is shown. */
export const toDisclosure = (
  row: Omit<Disclosure, 'at' | 'measures' | 'fields' | 'basis'> & {
    at: number
    measures: string
    fields: string
    basis: string
  },
): Disclosure =>
  disclosureSchema.parse({
    id: row.id,
    caseNumber: row.caseNumber,
    officeId: row.officeId,
    officeName: row.officeName,
    at: new Date(row.at).toISOString(),
    clause: row.clause,
    measures: JSON.parse(row.measures),
    fields: JSON.parse(row.fields),
    basis: row.basis,
    consentVersion: row.consentVersion,
  })

/** A member of staff opened sealed data of a case. The person learns the role and the unit, not the name. */
export const staffAccessSchema = z
  .strictObject({
    at: z.iso.datetime(),
    /** `document`: a paper was opened; `fields` names its kind. */
    /** `agent`: no staff, but whoever applied for the person looked; `fields` says at what. */
    kind: z.enum(['revealed', 'exported', 'document', 'agent']),
    role: staffRoleSchema.nullable(),
    /** GB/T 2260 code of the area that the member of staff works for. */
    area: z.string().nullable(),
    /** The fields that were opened; all of them in an export. */
    fields: z.array(z.string()),
  })
  .meta({ id: 'StaffAccess' })
export type StaffAccess = z.infer<typeof staffAccessSchema>
