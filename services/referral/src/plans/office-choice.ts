import { areaChain } from '@jiekun/schema'

/** What the choice of an office looks at. */
export interface OfficePlace {
  id: string
  department: string
  areaCode: string
}

/** The office of a department nearest to a county: its own, or else that of its league or city, or else the region's. */
export function chooseOffice(
  offices: readonly OfficePlace[],
  department: string,
  countyCode: string,
): OfficePlace | undefined {
  return areaChain(countyCode)
    .map((area) => offices.find((office) => office.department === department && office.areaCode === area))
    .find((office) => office !== undefined)
}
