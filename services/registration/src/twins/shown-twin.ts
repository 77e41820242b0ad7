import { applicationStateSchema, type Contact, reaches, type StaffActor } from '@jiekun/schema'
import type { Twin } from '@jiekun/schema/api'
import type { TwinRow } from './store.ts'

/** A twin as a member of staff may see it: out of reach only that there is one, and which union to ask. */
export function shownTwin(actor: StaffActor, row: TwinRow): Twin {
  const contact = contactOf(row)
  if (!reaches(actor, row)) return { caseNumber: null, state: null, turn: null, submittedAt: null, contact }
  return {
    caseNumber: row.id,
    state: applicationStateSchema.parse(row.state),
    turn: row.turn,
    submittedAt: new Date(row.submittedAt).toISOString(),
    contact,
  }
}

const contactOf = ({ name, telephone, address, hours }: TwinRow): Contact | null =>
  name === null ? null : { name, telephone, address, hours }
