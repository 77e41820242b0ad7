import * as z from 'zod'

/** Papers that an application can carry. Where the policy names the same paper its code is the same. */
export const documentKinds = [
  'resident_id',
  'household_register',
  'income_proof',
  'bills',
  'enrolment',
  'lease',
  'other',
] as const
export const documentKindSchema = z.enum(documentKinds)
export type DocumentKind = z.infer<typeof documentKindSchema>

/** The papers as people know them: pages, messages and the export say the same. */
export const documentKindNames: Record<DocumentKind, { zh: string; en: string }> = {
  resident_id: { zh: '居民身份证', en: 'Resident identity card' },
  household_register: { zh: '户口簿', en: 'Household register' },
  income_proof: { zh: '家庭收入证明', en: 'Proof of income' },
  bills: { zh: '医疗费等大额支出票据', en: 'Bills, such as for treatment' },
  enrolment: { zh: '录取通知书或在读证明', en: 'Proof of enrolment' },
  lease: { zh: '房屋租赁合同', en: 'Lease' },
  other: { zh: '其他材料', en: 'Something else' },
}

/** Media types that are taken, as the content of a file tells them, and how the name of a file of each ends. */
export const documentMediaTypes = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'application/pdf': 'pdf',
} as const
export type DocumentMediaType = keyof typeof documentMediaTypes
export const documentMediaTypeSchema = z.enum([
  'image/jpeg',
  'image/png',
  'image/heic',
  'image/heif',
  'application/pdf',
] as const satisfies readonly DocumentMediaType[])

/** Largest file, bytes. */
export const maxDocumentBytes = 10 * 1024 * 1024
/** Documents of one application, and of one kind for one person of it. */
export const maxDocuments = 20
export const maxDocumentsOfOne = 6

/** Pages that a file is sent to, and the largest body they take: so large that a file that is not can be told so on a page. */
export const uploadPaths: readonly string[] = [
  '/apply/documents/files',
  '/apply/documents/parts',
  '/helping/documents/files',
  '/helping/documents/parts',
  '/status/documents/files',
  '/status/documents/parts',
]
export const maxUploadBytes = 24 * 1024 * 1024
/** A larger file is sent in parts of so many bytes, so that what has arrived is not sent again. */
export const partBytes = 128 * 1024
/** Set by the front door in the place of a body that is larger still. */
export const tooLargeHeader = 'x-too-large'

/** A document as it is listed; never what it shows. */
export const documentSchema = z
  .strictObject({
    id: z.string(),
    caseNumber: z.string().describe('The case that it was given for; other cases of the same person show it too'),
    kind: documentKindSchema,
    memberId: z.string().nullable().describe('Whose paper it is; null where it is of the whole household'),
    mediaType: documentMediaTypeSchema,
    bytes: z.int(),
    createdAt: z.iso.datetime(),
    takenFrom: z.string().nullable().describe('The earlier case of the person that it was taken over from'),
    givenAt: z.iso.datetime().describe('When the person gave it first'),
  })
  .meta({ id: 'Document' })
export type CaseDocument = z.infer<typeof documentSchema>
