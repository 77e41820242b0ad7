import {
  applicantIdentitySchema,
  areaFullName,
  declineGroundSchema,
  factsSchema,
  languageSchema,
  memberSchema,
  messageRecipientSchema,
  toDisclosure,
} from '@jiekun/schema'
import { type HeldCase, toReferral } from '@jiekun/schema/api'
import { identityPlace, type ServiceContext } from '@jiekun/worker'
import * as z from 'zod'
import { shownAgent } from '../agents/agent-view.ts'
import { readReasons } from '../applications/determination-reasons.ts'
import { toDetermination } from '../applications/read-application.ts'
import { sharedHead, toTimelineEntry } from '../applications/read-case.ts'
import type { ApplicationRow } from '../applications/store.ts'
import { toDocument } from '../documents/store.ts'
import { openedConsents } from '../guardians/kept-consents.ts'
import { ownRequest } from '../requests/views.ts'
import { beforePlace } from './correct-application.ts'
import type { HeldRows } from './held-rows.ts'
import { toAccess } from './store.ts'

const consentsSchema = z.array(z.record(z.string(), z.string()))
const codesSchema = z.array(z.string())
const beforeSchema = z.record(z.string(), z.json())
const moment = (at: number): string => new Date(at).toISOString()
const momentOrNone = (at: number | null): string | null => (at === null ? null : moment(at))

/** A member of staff is a person too: their kind is told, not their id. */
const kindOf = (actor: string): string => actor.split(':')[0] ?? actor

/** Everything that is held on one case, its sealed values opened. */
export async function toHeldCase(ctx: ServiceContext, rows: HeldRows, application: ApplicationRow): Promise<HeldCase> {
  const { id, erasedAt } = application
  const { applicant: _masked, ...head } = sharedHead(application)
  const mine = <T extends { applicationId: string }>(all: readonly T[]): T[] =>
    all.filter((row) => row.applicationId === id)
  const members = z.array(memberSchema).parse(JSON.parse(application.members))
  const plan = rows.planned.find((row) => row.id === id)
  return {
    ...head,
    areaName: areaFullName(application.countyCode),
    twinOf: application.twinOf,
    declinedAs: application.declinedAs === null ? null : declineGroundSchema.parse(application.declinedAs),
    language: languageSchema.parse(application.language),
    helperId: application.helperId,
    identity: erasedAt === null ? await openIdentity(ctx, application) : null,
    facts: erasedAt === null ? factsSchema.parse(JSON.parse(application.facts)) : null,
    members,
    consents: consentsSchema.parse(JSON.parse(application.consents)),
    agent: mine(rows.agents).map(shownAgent)[0] ?? null,
    guardianConsents: await openedConsents(ctx.keyring, application, members),
    transitions: mine(rows.transitions).map(toTransition),
    determinations: mine(rows.determined).map((row) => ({
      ...toDetermination(row),
      applicationVersion: row.applicationVersion,
      reasons: readReasons(row),
    })),
    timeline: mine(rows.steps).map(toTimelineEntry),
    requests: await Promise.all(mine(rows.requested).map((row) => ownRequest(ctx.keyring, row))),
    measures: mine(rows.measures).map(({ applicationId: _case, ...measure }) => measure),
    plan: plan
      ? {
          fileNumber: plan.fileNumber,
          openedAt: moment(plan.openedAt),
          completedAt: momentOrNone(plan.completedAt),
        }
      : null,
    referrals: rows.referred
      .filter(({ planId }) => planId === id)
      .map((row) => ({
        ...toReferral(row),
        transitions: rows.referralSteps.filter(({ referralId }) => referralId === row.id).map(toTransition),
        escalations: rows.escalated.filter(({ referralId }) => referralId === row.id).map(toEscalation),
      })),
    cooperation: rows.cooperating
      .filter(({ planId }) => planId === id)
      .map(({ officeId, clause, state, note, createdAt, endedAt }) => ({
        officeId,
        clause,
        state,
        note,
        createdAt: moment(createdAt),
        endedAt: momentOrNone(endedAt),
      })),
    messages: mine(rows.told).map(({ applicationId, at, ...row }) => ({
      ...row,
      caseNumber: applicationId,
      recipient: messageRecipientSchema.parse(row.recipient),
      at: moment(at),
    })),
    givenDocuments: rows.given.filter(({ caseNumber }) => caseNumber === id).map(toDocument),
    disclosures: rows.disclosed.filter(({ caseNumber }) => caseNumber === id).map(toDisclosure),
    accesses: rows.opened.filter(({ subject }) => subject === id).map(toAccess),
    corrections: await Promise.all(mine(rows.corrected).map((row) => toCorrection(ctx, row))),
  }
}

const toTransition = (row: { sequence: number; state: string; at: number; actor: string; reason: string | null }) => ({
  sequence: row.sequence,
  state: row.state,
  at: moment(row.at),
  actor: kindOf(row.actor),
  reason: row.reason,
})

const toEscalation = ({ sequence, kind, at, state, dueOn, toOfficeId, toArea }: HeldRows['escalated'][number]) => ({
  sequence,
  kind,
  at: moment(at),
  state,
  dueOn,
  toOfficeId,
  toArea,
})

async function openIdentity(ctx: ServiceContext, { id, identitySealed }: ApplicationRow) {
  return applicantIdentitySchema.parse(JSON.parse(await ctx.keyring.unseal(identitySealed, identityPlace(id))))
}

async function toCorrection(ctx: ServiceContext, row: HeldRows['corrected'][number]) {
  const { id, at, actor, fields, beforeSealed, reason } = row
  const before =
    beforeSealed === '' ? null : beforeSchema.parse(JSON.parse(await ctx.keyring.unseal(beforeSealed, beforePlace(id))))
  return { at: moment(at), by: kindOf(actor), fields: codesSchema.parse(JSON.parse(fields)), before, reason }
}
