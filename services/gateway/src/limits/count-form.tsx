import { Page, pageInPlaceOf } from '@jiekun/pages'
import { ProblemError, problemResponse } from '@jiekun/worker'
import type { FrontDoor } from '../front-door.ts'
import { readerOf } from '../texts/texts.ts'
import { countRequest } from './limit-rate.ts'

/**
 * Counts a form that is sent without sign-in, against its address alone: what it says of a person decides nothing, or the
 * limit would tell whose forms were sent. Pages that are only read are not counted. @returns what is said in place of an
 * answer where too many came this minute.
 */
export async function countForm(c: FrontDoor): Promise<Response | undefined> {
  try {
    countRequest(c)
    return undefined
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const reader = readerOf(c)
    return pageInPlaceOf(
      c,
      problemResponse(c, error),
      <Page reader={reader} title={reader.say('problem.title')}>
        <p class="lead">{reader.say('problem.manyForms')}</p>
      </Page>,
    )
  }
}
