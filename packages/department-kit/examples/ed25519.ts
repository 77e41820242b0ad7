import { createDepartment } from '@jiekun/department-kit'

/** An office that signs with its own key (`whsk_…`), whose public half (`whpk_…`) the house knows. */
export const officeWithKey = (origin: string, officeId: string, privateKey: string, housePublicKeys: string[]) =>
  createDepartment({ origin, officeId, privateKey, housePublicKeys })
