import * as z from 'zod'
import { areaCodeSchema, areaLevel } from '../areas.ts'
import { serviceSchema } from '../events.ts'
import { idSchema, momentSchema, operation, pageOf, pageQuery } from './operation.ts'

export const auditEntrySchema = z
  .strictObject({
    id: z.string(),
    at: momentSchema,
    service: serviceSchema,
    actor: z.string().describe('Kind and id: `staff:…`, `office:…`, `system:…`, or `public`'),
    role: z.string().nullable(),
    area: z.string().describe('Area of the subject where it is known, else of the actor'),
    requestId: z.string(),
    action: z.string().describe('What was done; of a reading the id of its operation'),
    subject: z.string().describe('Case number or id; of a list the names of its filters and how many items it had'),
    reason: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' })

/** A chain is of a league or city, or of the region itself. */
const chainArea = areaCodeSchema.refine((code) => areaLevel(code) !== 'county', 'has no chain of its own')

export const auditAnchorSchema = z
  .strictObject({ area: z.string(), day: z.iso.date(), position: z.int(), hash: z.string(), signature: z.string() })
  .meta({ id: 'AuditAnchor' })
export type AuditAnchor = z.infer<typeof auditAnchorSchema>

export const auditFaultSchema = z
  .strictObject({
    kind: z.enum(['altered', 'removed', 'inserted', 'reordered']),
    position: z.int().describe('Place in the chain, from 1'),
    id: z.string().nullable().describe('Of the audit row; null where nothing is left of it'),
    detail: z.string(),
  })
  .meta({ id: 'AuditFault' })
export type AuditFault = z.infer<typeof auditFaultSchema>

/** What is told of one page of a chain. */
export const auditVerificationSchema = z
  .strictObject({
    area: z.string(),
    to: z.int().describe('Position of the last link that holds'),
    hash: z.string().describe('Hash of that link; empty before the first'),
    fault: auditFaultSchema.nullable(),
    notYetChained: z.int().describe('Rows younger than the last link; counted on the last page'),
    next: z.string().nullable().describe('`after` of the following page; null on the last, and after a fault'),
  })
  .meta({ id: 'AuditVerification' })
export type AuditVerification = z.infer<typeof auditVerificationSchema>

export const auditOperations = {
  listAudit: operation({
    id: 'listAudit',
    method: 'get',
    path: '/audit',
    service: 'oversight',
    tag: 'Audit',
    summary: 'List who read or changed what, when and why, newest first',
    access: 'audit:read',
    query: z.strictObject({
      area: areaCodeSchema.optional().describe('This area and those below it'),
      actor: z
        .string()
        .max(100)
        .regex(/^[\w:.-]+$/, 'is not an actor')
        .optional(),
      action: z.string().min(1).max(100).optional(),
      subject: z.string().min(1).max(200).optional(),
      from: momentSchema.optional(),
      to: momentSchema.optional().describe('Before this moment'),
      ...pageQuery,
    }),
    status: 200,
    answer: pageOf(auditEntrySchema),
    problems: [],
    sparse: true,
    example: { query: { limit: '10' } },
  }),
  listAuditAnchors: operation({
    id: 'listAuditAnchors',
    method: 'get',
    path: '/audit/anchors',
    service: 'oversight',
    tag: 'Audit',
    summary: 'List where each chain of the audit stood day by day, for somebody else to keep',
    access: 'audit:read',
    query: z.strictObject({ area: chainArea.optional(), ...pageQuery }),
    status: 200,
    answer: pageOf(auditAnchorSchema),
    problems: [],
  }),
  verifyAudit: operation({
    id: 'verifyAudit',
    method: 'get',
    path: '/audit/verification',
    service: 'oversight',
    tag: 'Audit',
    summary: 'Compute a chain of the audit again, page by page, and name the first fault',
    access: 'audit:read',
    query: z.strictObject({
      area: chainArea,
      after: z
        .string()
        .regex(/^\d{1,15}$/, 'is not a position')
        .optional()
        .describe('`next` of the page before'),
      limit: z.coerce.number().int().min(1).max(500).default(500).describe('Links on a page'),
    }),
    status: 200,
    answer: auditVerificationSchema,
    problems: ['not-found'],
    example: { query: { area: '{chainArea}' } },
  }),
  readAuditEntry: operation({
    id: 'readAuditEntry',
    method: 'get',
    path: '/audit/{id}',
    service: 'oversight',
    tag: 'Audit',
    summary: 'Read an entry of the audit',
    access: 'audit:read',
    params: z.strictObject({ id: idSchema }),
    status: 200,
    answer: auditEntrySchema,
    problems: [],
    sparse: true,
    example: { params: { id: '{auditId}' } },
  }),
}
