import * as z from 'zod'

/** A department, also one that the policy of 2018 does not know; its offices at each level carry the code in their ids. */
export const departmentCodeSchema = z.string().regex(/^[A-Z]{2,6}$/, 'must be a code of two to six capital letters')
