/** What the router looks at of an office. */
export interface RoutableOffice {
  id: string
  department: string
  areaCode: string
  /** Codes of the measures that it serves; null for whatever its department leads. */
  measures: ReadonlySet<string> | null
  /** Referrals that it can have open at a time; null for any number. */
  capacity: number | null
  /** The ISO date from which it takes no new referrals. */
  closedFrom: string | null
}

/** Offices by department and area, with how much each has before it. */
export interface Directory {
  at(department: string, areaCode: string): RoutableOffice | undefined
  isFull(office: RoutableOffice): boolean
  /** Counts a referral that has just been routed there, so that the next one of the same batch sees it. */
  take(officeId: string): void
}

/** A directory. `open`: open referrals by office; one that is left out has none. */
export function officeDirectory(
  offices: readonly RoutableOffice[],
  open: ReadonlyMap<string, number> = new Map(),
): Directory {
  const byPlace = new Map(offices.map((office) => [placeOf(office.department, office.areaCode), office]))
  const load = new Map(open)
  return {
    at: (department, areaCode) => byPlace.get(placeOf(department, areaCode)),
    isFull: ({ id, capacity }) => capacity !== null && (load.get(id) ?? 0) >= capacity,
    take: (officeId) => {
      load.set(officeId, (load.get(officeId) ?? 0) + 1)
    },
  }
}

const placeOf = (department: string, areaCode: string): string => department + areaCode
