import { emergencyMeasures, listedMeasures, measureName, rolesOfClause, serviceLevel } from '@jiekun/policy'
import { areaLevel } from '@jiekun/schema'
import type { routingOperations } from '@jiekun/schema/api'
import { dayInChina, ProblemError, queries, type ServiceContext } from '@jiekun/worker'
import type * as z from 'zod'
import { announcedYears, calendarWith } from '../deadlines/calendar-store.ts'
import { startClock } from '../deadlines/clock.ts'
import type { RoutableOffice } from './directory.ts'
import { reasonText } from './reason-texts.ts'
import { routeMeasure } from './route-measure.ts'
import { ruleBook, toRule } from './rules.ts'
import { directoryOf, officesAround, rulesBy } from './store.ts'

const raisedUnder = new Map(listedMeasures().map(({ code, clause }) => [code, clause]))
const clauses = new Set([...Object.keys(rolesOfClause), ...raisedUnder.values()])

/** Whether the policy has a measure. */
export const isMeasure = (code: string): boolean => raisedUnder.has(code)
/** Whether the policy raises measures under a clause. */
export const isClause = (clause: string): boolean => clauses.has(clause)

type Asked = z.output<(typeof routingOperations.routeMeasures)['body']>

/** Answers where measures would go and why. Reads in one round trip and creates nothing. */
export async function answerRoute(ctx: ServiceContext, asked: Asked) {
  refuseUnknown(asked)
  const { countyCode, registeredCode = null, day = dayInChina(ctx.now) } = asked
  const around = registeredCode === null ? [countyCode] : [countyCode, registeredCode]
  const [offices, rules, years] = await queries(ctx.db).batch([
    officesAround(ctx, around),
    rulesBy(ctx, day),
    announcedYears(ctx),
  ])
  const directory = directoryOf(offices)
  const book = ruleBook(rules.map(toRule), day)
  const calendar = calendarWith(years)
  const routes = asked.measures.map((measure) => {
    const clause = asked.clause ?? raisedUnder.get(measure) ?? ''
    const route = routeMeasure({ measure, clause, countyCode, registeredCode, day }, book, directory)
    const level = serviceLevel(measure, 'created', emergencyMeasures.includes(measure))
    const clock = level ? startClock(calendar, day, level) : { dueOn: null, dueKnown: true }
    return {
      measure,
      name: measureName(measure),
      clause,
      lead: route ? shownPlace(route.office) : null,
      cooperating: route?.cooperating.map(shownPlace) ?? [],
      isDefault: route?.isDefault ?? true,
      rule: route?.rule ?? null,
      reasons: route?.reasons.map((code) => ({ code, ...reasonText(code) })) ?? [],
      dueOn: clock.dueOn,
      dueKnown: clock.dueKnown,
    }
  })
  return { day, routes }
}

/** An office as a route names it. */
export const shownPlace = ({ id, department, areaCode }: RoutableOffice) => ({
  officeId: id,
  department,
  areaCode,
  level: areaLevel(areaCode),
})

function refuseUnknown({ measures, clause }: Asked): void {
  const errors = measures.flatMap((code, index) =>
    isMeasure(code) ? [] : [{ path: `measures.${index}`, message: 'is not in the catalogue' }],
  )
  if (clause !== undefined && !isClause(clause)) errors.push({ path: 'clause', message: 'raises no measures' })
  if (errors.length > 0) throw new ProblemError('invalid-input', undefined, { errors })
}
