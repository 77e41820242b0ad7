import type { ServiceContext } from '@jiekun/worker'
import type { Context } from 'hono'
import type { Budget } from './limits/budget.ts'

export interface RequestVariables {
  /** Names the request in answers, logs and the audit, in every service. */
  requestId: string
  /** Who acts is found out under /api, and under /inbox by the session alone: other pages and webhooks have their own proofs, and a key must not change what they do. */
  ctx: ServiceContext
  /** The content security policy of an answer that has one of its own: a file of an applicant. */
  contentPolicy?: string | undefined
  /** What is left of the requests of whoever asks. */
  budget?: Budget
}

export interface FrontDoorEnv {
  Bindings: GatewayEnv
  Variables: RequestVariables
}

export type FrontDoor = Context<FrontDoorEnv>
