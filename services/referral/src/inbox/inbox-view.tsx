import { Page } from '@jiekun/pages'
import { clauseTitle, measureName } from '@jiekun/policy'
import { areaFullName } from '@jiekun/schema'
import { countsOf } from '../digests/counts.ts'
import { digestWords } from '../digests/render-digest.ts'
import { stateOf } from '../states/move-referral.ts'
import { filled, type Reader, sayCode } from '../texts/texts.ts'
import { onDay, timeLeft, timeWords } from './due-words.ts'
import { type loadInbox, pageSize, type ReferralRow, type TaskRow } from './store.ts'
import { type Tab, tabs, unread } from './tabs.ts'

type Loaded = NonNullable<Awaited<ReturnType<typeof loadInbox>>>

interface InboxProps {
  reader: Reader
  tab: Tab
  loaded: Loaded
  /** This is not the first page of the list. */
  isContinued: boolean
  /** A task was just reported as done. */
  isTaskDone: boolean
}

/** What is with an office, by state, what is due first at the top. */
export function InboxView({ reader, tab, loaded, isContinued, isTaskDone }: InboxProps) {
  const { say } = reader
  const { office, counts } = loaded
  const rows = tab === 'tasks' ? loaded.tasks : loaded.items
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined
  const after = last && `${'dueOn' in last ? (last.dueOn ?? '') : ''}~${last.id}`
  return (
    <Page reader={reader} title={say('inbox.title')} wide stylesheet="/inbox/style.css">
      <p class="office-name">{office.name}</p>
      {isTaskDone && (
        <div class="done" role="status">
          <p>{say('done.task')}</p>
        </div>
      )}
      <TodayView reader={reader} loaded={loaded} />
      <nav class="tabs" aria-label={say('inbox.tabs')}>
        {tabs.map((each) => (
          <a href={`/inbox?tab=${each}`} aria-current={each === tab ? 'page' : undefined}>
            {say(`tab.${each}`)}{' '}
            <span class={each === 'overdue' && counts.overdue > 0 ? 'count bad' : 'count'}>{counts[each]}</span>
          </a>
        ))}
      </nav>
      <h2 class="list-title">{say(`tab.${tab}`)}</h2>
      {rows.length === 0 && <p class="hint">{say('inbox.empty')}</p>}
      <ul class="items">
        {tab === 'tasks'
          ? loaded.tasks.slice(0, pageSize).map((task) => <TaskItem reader={reader} task={task} />)
          : loaded.items.slice(0, pageSize).map((row) => <ReferralItem reader={reader} row={row} loaded={loaded} />)}
      </ul>
      {(after !== undefined || isContinued) && (
        <p class="actions">
          {isContinued && (
            <a class="button plain" href={`/inbox?tab=${tab}`}>
              {say('inbox.first')}
            </a>
          )}
          {after !== undefined && (
            <a class="button" href={`/inbox?${new URLSearchParams({ tab, after })}`}>
              {say('inbox.more')}
            </a>
          )}
        </p>
      )}
      <OfficeView reader={reader} loaded={loaded} />
      <p>
        <a class="row-link" href="/account">
          {say('inbox.account')}
        </a>
      </p>
      <p>
        <a class="row-link" href="/docs/connect">
          {say('inbox.connect')}
        </a>
      </p>
    </Page>
  )
}

const todays = ['overdue', 'due', 'escalated', 'fresh', 'tasks', 'open'] as const

/** What waits for the office today, the most pressing first. */
function TodayView({ reader, loaded: { counts, digest } }: { reader: Reader; loaded: Loaded }) {
  const { say, language } = reader
  const waiting = todays.filter((each) => counts[each] > 0)
  return (
    <section class="card today">
      <h2>{say('inbox.today')}</h2>
      {waiting.length === 0 ? (
        <p>{say('inbox.clear')}</p>
      ) : (
        <ul>
          {waiting.map((each) => (
            <li class={each === 'overdue' ? 'bad' : undefined}>
              {filled(say(`inbox.${each}`), { count: counts[each] })}
            </li>
          ))}
        </ul>
      )}
      {digest && (
        <p class="hint">
          {filled(say('inbox.morning'), { text: digestWords(language, countsOf(JSON.parse(digest.counts))) })}
        </p>
      )}
    </section>
  )
}

function ReferralItem({ reader, row, loaded }: { reader: Reader; row: ReferralRow; loaded: Loaded }) {
  const { say, language } = reader
  const left = timeLeft(loaded.calendar, loaded.today, row)
  const isOwn = row.officeId === loaded.office.id
  return (
    <li>
      <p class="item-title">
        <a href={`/inbox/referrals/${row.id}`}>{measureName(row.measure)}</a>
        {row.emergency && <span class="mark bad">{say('mark.emergency')}</span>}
        {isOwn && unread.includes(stateOf(row)) && <span class="mark">{say('mark.new')}</span>}
      </p>
      <p class={left.kind === 'over' ? 'item-due bad' : left.kind === 'waits' ? 'item-due soft' : 'item-due'}>
        <strong>{timeWords(reader, left)}</strong>
        {left.kind !== 'waits' && row.dueOn !== null && (
          <span> {filled(say('due.on'), { date: onDay(row.dueOn, language) })}</span>
        )}
      </p>
      <p class="item-about">
        <span>{areaFullName(row.countyCode)}</span> <span class="number">{row.planId}</span>
        <span class="item-state">{sayCode(say, 'state', row.state)}</span>
      </p>
    </li>
  )
}

function TaskItem({ reader, task }: { reader: Reader; task: TaskRow }) {
  const { say, language } = reader
  return (
    <li>
      <p class="item-title">{clauseTitle(task.clause, language === 'en' ? 'en' : 'zh')}</p>
      <p class="item-due soft">{sayCode(say, 'task.state', task.state)}</p>
      <p class="item-about">
        <span>{areaFullName(task.countyCode)}</span> <span class="number">{task.planId}</span>
      </p>
      {task.state === 'open' && (
        <form method="post" action={`/inbox/tasks/${task.id}/completion`}>
          <button type="submit" class="plain">
            {say('task.done')}
          </button>
        </form>
      )}
    </li>
  )
}

/** What the directory says of the office, and whom to tell where that is not right any more. */
function OfficeView({ reader: { say }, loaded: { office, union } }: { reader: Reader; loaded: Loaded }) {
  const told = [
    ['office.name', office.name],
    ['office.telephone', office.telephone],
    ['office.address', office.address],
    ['office.hours', office.hours],
  ] as const
  return (
    <details class="office-details">
      <summary>{say('office.title')}</summary>
      <dl>
        {told.map(([key, value]) => (
          <>
            <dt>{say(key)}</dt>
            <dd>{value ?? say('office.none')}</dd>
          </>
        ))}
      </dl>
      {union && union.id !== office.id && (
        <p class="hint">
          {filled(say('office.hint'), { union: [union.name, union.telephone].filter(Boolean).join(' ') })}
        </p>
      )}
    </details>
  )
}
