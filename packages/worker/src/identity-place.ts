/** The place that the identity of an application is sealed for. Registration seals there; what an office may read is opened there. */
export const identityPlace = (caseNumber: string): string => `applications.identity:${caseNumber}`
