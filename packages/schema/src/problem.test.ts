import { expect, it } from 'vitest'
import * as z from 'zod'
import { fieldErrors } from './problem.ts'

const schema = z.strictObject({
  amounts: z.partialRecord(z.enum(['line']), z.int()).optional(),
  members: z.array(z.strictObject({ age: z.int() })).optional(),
})
const errorsOf = (input: unknown) => fieldErrors(schema.safeParse(input).error ?? new z.ZodError([]))

it('a field error names fields by their paths, also those that nobody knows', () => {
  expect(errorsOf({ members: [{ age: 'old' }], colour: 1 })).toEqual([
    { path: 'members.0.age', message: expect.any(String) },
    { path: '', message: 'has fields that are not known here: colour' },
  ])
})

it('a field error repeats no name of a field that may be a person: only what looks like the name of a field', () => {
  for (const name of ['乌云其木格', '150203197701019070', '13904720001', 'x'.repeat(41), 'a b']) {
    const said = JSON.stringify(errorsOf({ [name]: 1, amounts: { [name]: 1 }, members: [{ age: 1, [name]: 1 }] }))
    expect(said).not.toContain(name)
    expect(said).toContain('has fields that are not known here')
  }
})
