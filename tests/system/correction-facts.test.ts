import { type ApplicantIdentity, factsSchema, type Household, memberSchema, readResidentId } from '@jiekun/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Answers, toFen } from '../../services/registration/src/apply/answers.ts'
import { toApplication } from '../../services/registration/src/apply/to-application.ts'
import { changesNothing, changesOf, unfinishedPages } from '../../services/registration/src/own-correction/changes.ts'
import { rebase } from '../../services/registration/src/own-correction/rebase.ts'
import { toAnswers, yuanText } from '../../services/registration/src/own-correction/to-answers.ts'
import { toCorrection } from '../../services/registration/src/own-correction/to-correction.ts'
import { applyCorrection, type Held } from '../../services/registration/src/privacy/apply-correction.ts'
import { households } from '../generators/household.ts'
import { inventIdNumber } from '../generators/person.ts'
import { workedHouseholds } from '../generators/worked-households.ts'

const today = '2026-11-26'

/** What is held of a household: its applicant's row agrees with the ID number. */
function heldOf({ facts, members }: Household): Held {
  const applicant = members.find(({ relation }) => relation === 'applicant')
  const idNumber = inventIdNumber(applicant?.birthDate ?? '1976-01-01', applicant?.sex ?? '1', 7)
  const identity: ApplicantIdentity = { name: '乌云', idNumber, phone: '13800138000', address: '幸福小区' }
  return { identity, facts, members }
}
const held = households.map(heldOf)
const afterwards = (before: Held, answers: Answers): Held => applyCorrection(before, toCorrection(before, answers)).held

describe('amounts', () => {
  it('are typed as they are read', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999_999), (fen) => {
        expect(yuanText(fen)?.map(toFen)).toEqual([fen])
      }),
    )
    expect([yuanText(150_050), yuanText(150_000), yuanText(7)]).toEqual([['1500.50'], ['1500'], ['0.07']])
    expect(yuanText(100_000_000_000)).toBeUndefined()
  })
})

describe('facts as the answers of the form', () => {
  it('are the same facts again where the applicant changes nothing, whatever the form can say', () => {
    fc.assert(
      fc.property(held, (before) => {
        const { answers } = toAnswers(before)
        expect(changesNothing(changesOf(toAnswers(before), answers))).toBe(true)
        expect(afterwards(before, answers)).toEqual(before)
      }),
    )
  })

  it('are the facts that the form would have sent, wherever it can say them', () => {
    fc.assert(
      fc.property(held, (each) => {
        // What has gone through the form once is what the form can say.
        const said = formFacts(each, toAnswers(each).answers)
        const filled = toAnswers(said)
        expect(formFacts(said, filled.answers)).toEqual(said)
      }),
    )
  })

  it('of every worked household ask for nothing more', () => {
    for (const { id, household } of workedHouseholds()) {
      const filled = toAnswers(heldOf(household))
      expect([id, unfinishedPages(filled, filled.answers, today)]).toEqual([id, []])
    }
  })

  it('that no form can say stay, while what is beside them is put right', () => {
    const [worked] = workedHouseholds()
    if (!worked) throw new Error('there is no worked household')
    const base = heldOf(worked.household)
    const before: Held = {
      ...base,
      facts: {
        ...base.facts,
        mainCause: 7,
        secondaryCauses: [8, 2],
        majorEvent: 'earthquake',
        eventLossYearFen: 5,
        financialAssetsFen: 999_999_999_999,
        hukouCountyCode: '150200',
        archiveStatus: 'closed',
        migrantWorker: false,
        urbanResidenceMonths: 120,
      },
    }
    const filled = toAnswers(before)
    expect(filled.unsaid).toMatchObject({
      hardship: ['majorEvent', 'mainCause'],
      income: ['financialAssetsYuan'],
      household: ['hukouCountyCode'],
    })
    expect(unfinishedPages(filled, filled.answers, today)).toEqual([])
    const answers: Answers = structuredClone(filled.answers)
    answers.pages.housing = { ...answers.pages.housing, rentMonthYuan: ['650.5'] }
    answers.pages.hardship = { ...answers.pages.hardship, secondaryCauses: ['2', '9'] }
    expect(afterwards(before, answers).facts).toEqual({
      ...before.facts,
      rentMonthFen: 65_050,
      secondaryCauses: [2, 9, 8],
    })
    answers.pages.income = { ...answers.pages.income, financialAssetsYuan: ['0'] }
    expect(afterwards(before, answers).facts.financialAssetsFen).toBe(0)
  })

  it('become those of any other household when everything is answered anew', () => {
    fc.assert(
      fc.property(held, held, (one, other) => {
        const from = formFacts(one, toAnswers(one).answers)
        const to = formFacts(other, toAnswers(other).answers)
        const { answers } = toAnswers(to)
        // Where the worker has died somebody else must be there.
        fc.pre(unfinishedPages(toAnswers(from), answers, today).length === 0)
        const { facts, members } = afterwards(from, answers)
        expect(facts).toEqual({ ...to.facts, archiveStatus: from.facts.archiveStatus })
        const { birthDate, sex } = readResidentId(from.identity.idNumber)
        expect(members.filter(({ relation }) => relation === 'applicant')).toMatchObject(
          to.members.some(({ relation }) => relation === 'applicant') ? [{ birthDate, sex }] : [],
        )
        expect(members.filter(({ relation }) => relation !== 'applicant')).toEqual(
          to.members.filter(({ relation }) => relation !== 'applicant'),
        )
      }),
    )
  })
})

/** What is held after it has gone through the form: what that does not ask, or cannot say, is not there any more. */
function formFacts(each: Held, answers: Answers): Held {
  const sayable = structuredClone(answers)
  for (const [page, field, text] of [
    ['hardship', 'mainCause', '2'],
    ['hardship', 'majorEvent', 'none'],
  ] as const) {
    const answered = sayable.pages[page]
    if (answered && (answered[field] ?? []).length === 0) answered[field] = [text]
  }
  const { facts, members } = toApplication(
    {
      ...sayable,
      pages: { ...sayable.pages, person: { ...sayable.pages.person, idNumber: [each.identity.idNumber] } },
    },
    'zh-CN',
  )
  return {
    ...each,
    facts: { ...each.facts, ...factsSchema.parse(facts) },
    members: z.array(memberSchema).parse(members),
  }
}

describe('what staff have put right meanwhile', () => {
  const [worked] = workedHouseholds()
  if (!worked) throw new Error('there is no worked household')
  const before = heldOf(worked.household)
  const base = toAnswers(before).answers
  const typed = (page: string, answers: Answers, more: Record<string, string[]>): Answers => ({
    ...answers,
    pages: { ...answers.pages, [page]: { ...answers.pages[page], ...more } },
  })

  it('stands, and what the applicant has typed stands on it', () => {
    const mine = typed('housing', base, { rentMonthYuan: ['700'] })
    const now = typed('income', base, { countedIncomeMonthYuan: ['1234.56'] })
    const { answers, changedByStaff } = rebase(base, mine, now)
    expect(changedByStaff).toEqual(['income.countedIncomeMonthYuan'])
    expect(answers.pages.income?.countedIncomeMonthYuan).toEqual(['1234.56'])
    expect(answers.pages.housing?.rentMonthYuan).toEqual(['700'])
  })

  it('of the same answer is told, and both are there to be compared', () => {
    const mine = typed('housing', base, { rentMonthYuan: ['700'] })
    const now = typed('housing', base, { rentMonthYuan: ['800'] })
    const { answers, changedByStaff } = rebase(base, mine, now)
    expect(changedByStaff).toEqual(['housing.rentMonthYuan'])
    expect(answers.pages.housing?.rentMonthYuan).toEqual(['700'])
    expect(changesOf({ answers: now, unsaid: {} }, answers).fields).toMatchObject([{ before: ['800'], after: ['700'] }])
  })

  it('among the members leaves who was added by either, and takes out whom either took out', () => {
    const member = (id: string) => ({ id, answers: { relation: ['child'] } })
    const of = (...ids: string[]): Answers => ({ ...base, members: ids.map(member) })
    const { answers } = rebase(of('a', 'b', 'c'), of('a', 'b', 'mine'), of('a', 'c', 'staff'))
    expect(answers.members.map(({ id }) => id)).toEqual(['a', 'staff', 'mine'])
  })

  it('is nothing where nobody has changed anything', () => {
    fc.assert(
      fc.property(held, held, (one, other) => {
        const [was, mine] = [toAnswers(one).answers, toAnswers(other).answers]
        expect(rebase(was, mine, was).changedByStaff).toEqual([])
      }),
    )
  })
})
