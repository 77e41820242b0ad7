import { type ServiceContext, staffOf } from '@jiekun/worker'
import { type Reader, sayCode } from '../texts/texts.ts'
import { when } from './due-words.ts'
import type { LoadedReferral } from './store.ts'

interface HistoryProps {
  reader: Reader
  ctx: ServiceContext
  loaded: Pick<LoadedReferral, 'transitions' | 'escalations'>
  /** Within something that has a title. */
  untitled?: boolean
}

/** What has happened to a referral, the newest first: its steps, who took them and what they wrote, and its warnings. */
export function HistoryView({ reader, ctx, loaded, untitled = false }: HistoryProps) {
  const { say, language } = reader
  const entries = [
    ...loaded.transitions.map(({ at, state, actor, reason }) => ({
      at,
      title: sayCode(say, 'state', state),
      by: actorWords(reader, ctx, actor),
      reason,
    })),
    ...loaded.escalations.map(({ at, kind }) => ({
      at,
      title: sayCode(say, 'escalation', kind),
      by: undefined,
      reason: null,
    })),
  ].toSorted((a, b) => b.at - a.at)
  return (
    <>
      {!untitled && <h2>{say('referral.history')}</h2>}
      <ol class="timeline">
        {entries.map(({ at, title, by, reason }) => (
          <li>
            <time datetime={new Date(at).toISOString()}>{when(at, language)}</time>
            <p>{by === undefined ? title : `${title} · ${by}`}</p>
            {reason !== null && <p class="said">{reason}</p>}
          </li>
        ))}
      </ol>
    </>
  )
}

/** Who took a step, without naming anybody. */
function actorWords({ say }: Reader, ctx: ServiceContext, actor: string): string {
  if (actor === `staff:${staffOf(ctx).id}`) return say('actor.me')
  return sayCode(say, 'actor', actor.split(':')[0] ?? '')
}
