import { createDepartment } from '@jiekun/department-kit'

/** The office that this system works for. Its secret is shown once, when it is made: keep it where passwords are kept. */
export const office = createDepartment({
  origin: process.env.HOUSE ?? 'http://localhost:8787',
  officeId: process.env.OFFICE ?? '',
  // While a secret is replaced there are two, the newest first.
  secrets: (process.env.SECRETS ?? '').split(','),
})
