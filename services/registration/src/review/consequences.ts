import type { Event } from '@jiekun/schema'
import { newId, type ServiceContext } from '@jiekun/worker'
import type { ApplicationRow } from '../applications/store.ts'
import { openFile } from '../files/open-file.ts'
import type { FileRow } from '../files/store.ts'
import type { ReviewStep } from './step-application.ts'
import type { ReviewCase } from './transition.ts'

/** What a step brings with it, besides the application's own move. */
export interface Consequences {
  statements: D1PreparedStatement[]
  events: Event[]
  /** Further columns of the application. */
  set: Partial<Pick<ApplicationRow, 'fileNumber' | 'helperId'>>
  /** What the timeline says of the step, in codes. */
  told: object
}

const none: Consequences = { statements: [], events: [], set: {}, told: {} }

/** Who must hear of a step, and the file that an approval opens. */
export function consequencesOf(
  ctx: ServiceContext,
  { application, file }: { application: ApplicationRow; file: FileRow | undefined },
  step: ReviewStep,
  next: ReviewCase,
): Consequences {
  const version = application.version + 1
  const envelope = {
    specversion: '1.0' as const,
    id: newId(application.countyCode),
    source: 'registration',
    subject: application.id,
    area: application.countyCode,
    time: ctx.now.toISOString(),
  }
  switch (step.step) {
    case 'return': {
      const missing = step.missing.items
      return {
        ...none,
        events: [{ ...envelope, type: 'application.returned', data: { version, missing } }],
        told: { missing },
      }
    }
    case 'endorse': {
      const noticeEndsOn = next.noticeEndsOn ?? ''
      return {
        ...none,
        events: [{ ...envelope, type: 'application.endorsed', data: { version, noticeEndsOn } }],
        told: { noticeEndsOn },
      }
    }
    case 'decline':
      return { ...none, events: [{ ...envelope, type: 'application.declined', data: { version } }] }
    case 'approve': {
      const { fileNumber, helperId, statements } = openFile(ctx, application, file, envelope.id)
      const data = { fileNumber, determinationId: application.determinationId ?? '' }
      return {
        statements,
        events: [{ ...envelope, type: 'file.opened', data }],
        set: { fileNumber, helperId },
        told: {},
      }
    }
    case 'propose-override':
      return { ...none, told: { ...step.outcome } }
    case 'claim':
    case 'release':
    case 'confirm-override':
    case 'reject-override':
      return none
    default:
      return step satisfies never
  }
}
