import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { absolute } from '../../infra/local/workers.ts'
import { type Command, type HouseOptions, reportSchema } from './messages.ts'

/** Keeps a house running in a process of its own, and kills it. */
export interface HouseKeeper {
  /** SIGKILL to the process and to the runtime below it, then a new start on the same data. @returns milliseconds until it was up again. */
  killAndRestart(): Promise<number>
  /** Runs the cron as if so much time had passed. @returns how much is still on its way. */
  tick(aheadMs: number): Promise<number>
  /** How many events a consumer has not yet seen. */
  unseenEvents(): Promise<number>
  /** Ends it in good order; a second time changes nothing. */
  stop(): Promise<void>
}

const answerMs = 60_000

async function hear(child: ChildProcess): Promise<ReturnType<typeof reportSchema.parse>> {
  const listening = new AbortController()
  const signal = AbortSignal.any([listening.signal, AbortSignal.timeout(answerMs)])
  const died = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('the house died of itself')))
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), died])
    return reportSchema.parse(message)
  } finally {
    listening.abort()
  }
}

/** The processes that a process has started: workerd and the bundler outlive a killed parent. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

async function start(options: HouseOptions): Promise<ChildProcess> {
  const child = fork(absolute('tests/faults/house-process.ts'), [JSON.stringify(options)], {
    // What it logs is about the faults that this run makes; the verdict is read from the database.
    stdio: ['ignore', 'ignore', process.env.JIEKUN_FAULT_LOG ? 'inherit' : 'ignore', 'ipc'],
  })
  await hear(child)
  return child
}

export async function keepHouse(options: Omit<HouseOptions, 'isRestart'>): Promise<HouseKeeper> {
  let child = await start({ ...options, isRestart: false })
  return {
    async killAndRestart() {
      const begin = performance.now()
      const pid = child.pid
      if (pid === undefined) throw new Error('the house has no process')
      const pids = [pid, ...childrenOf(pid)]
      const gone = once(child, 'exit')
      for (const each of pids) process.kill(each, 'SIGKILL')
      await gone
      child = await start({ ...options, isRestart: true })
      return performance.now() - begin
    },
    async tick(aheadMs) {
      child.send({ do: 'tick', aheadMs } satisfies Command)
      const report = await hear(child)
      return 'left' in report ? report.left : Number.POSITIVE_INFINITY
    },
    async unseenEvents() {
      child.send({ do: 'count' } satisfies Command)
      const report = await hear(child)
      return 'left' in report ? report.unseenEvents : Number.POSITIVE_INFINITY
    },
    async stop() {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.send({ do: 'stop' } satisfies Command)
      await gone
    },
  }
}
