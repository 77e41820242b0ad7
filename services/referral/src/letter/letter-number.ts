import { dayInChina } from '@jiekun/worker'

/** The number of a referral's letter, in the form of official letters: the year, the digits of the city, and the end of the id. */
export const letterNumber = ({ id, createdAt }: { id: string; createdAt: number }): string =>
  `转办〔${dayInChina(new Date(createdAt)).slice(0, 4)}〕${id.slice(0, 4)}-${id.slice(-8)}号`
