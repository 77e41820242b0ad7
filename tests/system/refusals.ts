import { ApiError } from '@jiekun/client'
import type { Problem } from '@jiekun/schema'

/** The problem that the house refused something with; the test fails where it did not. */
export async function problemOf(asked: Promise<unknown>): Promise<Problem> {
  try {
    await asked
  } catch (error) {
    if (error instanceof ApiError) return error.problem
    throw error
  }
  throw new Error('it was not refused')
}

/** Its status and the end of its type. */
export async function refusalOf(asked: Promise<unknown>): Promise<[status: number, type: string]> {
  const { status, type } = await problemOf(asked)
  return [status, type.split('/').at(-1) ?? '']
}
