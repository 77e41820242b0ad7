import { readdirSync, readFileSync } from 'node:fs'
import type * as kit from '@jiekun/department-kit'
import { rememberInMemory } from '@jiekun/department-kit'
import type * as house from '@jiekun/schema'
import { answerTypes, declineCodes, noticeTypes, officeNoticeSchema, referralStates } from '@jiekun/schema'
import { build } from 'esbuild'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { absolute } from '../../infra/local/workers.ts'

const source = 'packages/department-kit/src'

describe('the types of the kit', () => {
  it('say of answers what the house takes, and all of it', () => {
    expectTypeOf<kit.Answer>().toExtend<house.OfficeAnswer>()
    expectTypeOf<house.OfficeAnswer>().toExtend<kit.Answer>()
    expectTypeOf<kit.AnswerType>().toEqualTypeOf<house.OfficeAnswer['type']>()
    expectTypeOf<kit.DeclineCode>().toEqualTypeOf<(typeof declineCodes)[number]>()
    expectTypeOf<kit.ResultDocument>().toExtend<NonNullable<Delivered['documents']>[number]>()
  })
  it('say of notices what the house sends, and all of it', () => {
    expectTypeOf<house.OfficeNotice>().toExtend<kit.Notice>()
    expectTypeOf<kit.Notice>().toExtend<house.OfficeNotice>()
    expectTypeOf<kit.NoticeType>().toEqualTypeOf<house.NoticeType>()
    expectTypeOf<kit.ReferralState>().toEqualTypeOf<house.ReferralState>()
  })
})
type Delivered = Extract<house.OfficeAnswer, { type: 'referral.delivered' }>['data']

describe('the kit', () => {
  it('names every kind of notice and answer, every state and reason of the house', () => {
    const types = readFileSync(absolute(`${source}/types.ts`), 'utf8')
    const missing = [...noticeTypes, ...answerTypes, ...referralStates, ...declineCodes].filter(
      (each) => !types.includes(`'${each}'`),
    )
    expect(missing).toEqual([])
    expect(officeNoticeSchema.shape.type.options.toSorted()).toEqual([...noticeTypes].toSorted())
  })

  it('imports nothing but its own files', () => {
    const files = readdirSync(absolute(source)).filter((name) => /\.ts$/.test(name) && !name.endsWith('.test.ts'))
    const imported = files.flatMap((name) =>
      [...readFileSync(absolute(`${source}/${name}`), 'utf8').matchAll(/\b(?:from|import)\s*\(?'([^']+)'/g)].map(
        ([, module = '']) => module,
      ),
    )
    expect(files.length).toBeGreaterThan(5)
    expect(imported.length).toBeGreaterThan(5)
    expect(imported.filter((module) => !module.startsWith('./'))).toEqual([])
    expect(JSON.parse(readFileSync(absolute('packages/department-kit/package.json'), 'utf8'))).not.toHaveProperty(
      'dependencies',
    )
  })

  it('is one file of a few kilobytes for any runtime', async () => {
    const built = await build({
      entryPoints: [absolute(`${source}/kit.ts`)],
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
    })
    const size = built.outputFiles[0]?.contents.length ?? Number.POSITIVE_INFINITY
    expect(size).toBeGreaterThan(3_000)
    expect(size).toBeLessThan(9_000)
  })

  it('forgets the oldest ids where it keeps them in memory', () => {
    const seen = rememberInMemory(2)
    for (const id of ['a', 'b', 'c']) seen.add(id)
    expect(['a', 'b', 'c'].map((id) => seen.has(id))).toEqual([false, true, true])
  })
})
