import { describe, expect, it } from 'vitest'
import { type Found, forget, recall, remember, trustMs } from './remembered.ts'

const found = (id: string, sessionId?: string): Found => ({
  actor: { kind: 'staff', id, role: 'auditor', area: '150000' },
  ...(sessionId === undefined ? {} : { sessionId }),
  endsAt: null,
})

describe('a remembered credential', () => {
  it('is trusted for ten seconds and no longer', () => {
    remember('a', found('1'), 0)
    expect(recall('a', trustMs - 1)?.actor.id).toBe('1')
    expect(recall('a', trustMs)).toBeUndefined()
  })

  it('is not trusted beyond its own end', () => {
    remember('b', { ...found('1'), endsAt: 500 }, 0)
    expect(recall('b', 499)).toBeDefined()
    expect(recall('b', 500)).toBeUndefined()
  })

  it('is forgotten at once by whose it is, or which session', () => {
    remember('c', found('7', 's1'), 0)
    remember('d', found('7', 's2'), 0)
    remember('e', found('8'), 0)
    forget({ sessionId: 's1' })
    expect([recall('c', 1), recall('d', 1)?.sessionId]).toEqual([undefined, 's2'])
    forget({ actorId: '7' })
    expect([recall('d', 1), recall('e', 1)?.actor.id]).toEqual([undefined, '8'])
  })

  it('makes room when a thousand others have come', () => {
    remember('first', found('1'), 0)
    for (let each = 0; each < 1000; each++) remember(`x${each}`, found('2'), 0)
    expect(recall('first', 1)).toBeUndefined()
    expect(recall('x999', 1)).toBeDefined()
  })
})
