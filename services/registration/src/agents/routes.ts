import { agentOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve } from '@jiekun/worker'
import { take } from '../applications/refusals.ts'
import { endAgent, redirectMessages } from './change-agent.ts'
import { listHelped } from './read-helped.ts'

/** `/api/v1/helping` and `/api/v1/status/agent`: whoever applied for others follows, and applicants say what of it they may. */
export const agentRoutes = apiRoutes(
  serve(api.listHelpedCases, async (ctx, { body }) => ({ items: take(await listHelped(ctx, body)) })),
  serve(api.redirectMessages, async (ctx, { body }) => take(await redirectMessages(ctx, body))),
  serve(api.endAgent, async (ctx, { body }) => take(await endAgent(ctx, body))),
)
