import { agents, applications, caseAgents } from '@jiekun/schema/tables/registration'
import { queries, type ServiceContext, toStatement } from '@jiekun/worker'
import { and, desc, eq, getTableColumns, isNull, type SQL } from 'drizzle-orm'
import type { ApplicationRow } from '../applications/store.ts'
import { shutOutStatement } from '../own-correction/draft-store.ts'

/** Cases that the page of an agent shows. */
export const shownAtOnce = 100

const { applicationId: _case, ...agentColumns } = getTableColumns(caseAgents)
/** The agents of cases. */
export const caseAgentsQuery = (d1: D1Database, ofCases: SQL) =>
  queries(d1)
    .select({ applicationId: caseAgents.applicationId, ...agentColumns, detailsMasked: agents.detailsMasked })
    .from(caseAgents)
    .innerJoin(agents, eq(agents.id, caseAgents.agentId))
    .where(ofCases)

/** The query of the cases that an agent brought in and may still follow, the latest first. */
export const helpedQuery = (d1: D1Database, agentId: string) =>
  queries(d1)
    .select({
      id: applications.id,
      countyCode: applications.countyCode,
      state: applications.state,
      identityMasked: applications.identityMasked,
      dueOn: applications.dueOn,
      noticeEndsOn: applications.noticeEndsOn,
      planCompletedAt: applications.planCompletedAt,
    })
    .from(caseAgents)
    .innerJoin(applications, eq(applications.id, caseAgents.applicationId))
    .where(and(eq(caseAgents.agentId, agentId), isNull(caseAgents.endedAt)))
    .orderBy(desc(caseAgents.since), desc(caseAgents.applicationId))
    .limit(shownAtOnce)
export type HelpedRow = Awaited<ReturnType<typeof helpedQuery>>[number]

/** A case of an agent, while they may follow it; what is another's is as if it were not there. */
export async function loadHelped(
  d1: D1Database,
  agentId: string,
  caseNumber: string,
): Promise<ApplicationRow | undefined> {
  const [row] = await queries(d1)
    .select(getTableColumns(applications))
    .from(caseAgents)
    .innerJoin(applications, eq(applications.id, caseAgents.applicationId))
    .where(and(eq(caseAgents.applicationId, caseNumber), eq(caseAgents.agentId, agentId), isNull(caseAgents.endedAt)))
  return row
}

const running = (caseNumber: string) => and(eq(caseAgents.applicationId, caseNumber), isNull(caseAgents.endedAt))

/** Whether a case has an agent who may still follow it. */
export async function hasAgent(d1: D1Database, caseNumber: string): Promise<boolean> {
  const rows = await queries(d1).select({ id: caseAgents.agentId }).from(caseAgents).where(running(caseNumber))
  return rows.length > 0
}

/** The statement that says who gets the messages of a case from now on. */
export const messagesStatement = (ctx: ServiceContext, caseNumber: string, messagesTo: string): D1PreparedStatement =>
  toStatement(ctx.db, queries(ctx.db).update(caseAgents).set({ messagesTo }).where(running(caseNumber)))

/**
 * The statements that end what an agent may, give the case a new access code, as the agent may have seen the one before, and
 * close whatever was opened with that one.
 */
export const endStatements = (
  ctx: ServiceContext,
  { id, accessRound }: Pick<ApplicationRow, 'id' | 'accessRound'>,
): D1PreparedStatement[] => [
  toStatement(
    ctx.db,
    queries(ctx.db).update(caseAgents).set({ endedAt: ctx.now.getTime(), messagesTo: 'applicant' }).where(running(id)),
  ),
  // Two that end it at once give the same code.
  toStatement(
    ctx.db,
    queries(ctx.db)
      .update(applications)
      .set({ accessRound: accessRound + 1 })
      .where(and(eq(applications.id, id), eq(applications.accessRound, accessRound))),
  ),
  shutOutStatement(ctx.db, id),
]
