import * as z from 'zod'

/** One thing wrong with an input: where (a path such as `members.0.birthDate`) and what. */
export const fieldErrorSchema = z.object({ path: z.string(), message: z.string() })

/** Problem details (RFC 9457). `type` is stable and made for programs; `title` and `detail` are made for people. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(fieldErrorSchema).optional(),
})

export type FieldError = z.infer<typeof fieldErrorSchema>
export type Problem = z.infer<typeof problemSchema>

/** The field errors of a failed parse, each message naming no value of the input: values may be personal. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}
