import { type ApplicantIdentity, areaLevel, areas } from '@jiekun/schema'
import { dayInChina, newCaseNumber } from '@jiekun/worker'
import { inventIdNumber } from '../../generators/person.ts'
import { drawing, inventName } from './people.ts'
import { type Template, workedTemplates } from './templates.ts'

const spreadMs = 3 * 365 * 24 * 3_600_000
/** Different people of one birth date and sex within one area code. */
const peopleOfAnArea = 500
/** Every so many-th application is the second one of the person before it. */
const secondEvery = 20
/**
 * Every so many-th approved case has its determination, its measures and their timeline, which together take 50 KB; those
 * are opened. It shares no factor with the number of templates, so that all of them are among these.
 */
const wholeEvery = 101
/** Of the newest, which are still open. */
const openShare = 0.03

const counties = areas.map(({ code }) => code).filter((code) => areaLevel(code) === 'county')
/** An application as it is seeded. */
export interface Household {
  caseNumber: string
  countyCode: string
  at: number
  state: 'submitted' | 'under_review' | 'approved' | 'declined' | 'remained_closed'
  identity: ApplicantIdentity
  template: Template
  /** It has a determination. */
  whole: boolean
}

/** So many households, oldest first, spread over all counties and three years; the same at every run but for their numbers. */
export function* inventHouseholds(count: number): Generator<Household, undefined> {
  const draw = drawing(20_181_214)
  const templates = workedTemplates()
  const firstAt = Date.now() - spreadMs
  let identity: ApplicantIdentity | undefined
  for (let index = 0; index < count; index++) {
    const template = templates[index % templates.length]
    if (!template) throw new Error('there is no template')
    const second = identity !== undefined && index % secondEvery === secondEvery - 1
    if (!identity || !second) identity = identityOf(template, index, inventName(draw))
    const countyCode = counties[Math.floor(draw() * counties.length)] ?? ''
    const at = firstAt + Math.floor((index / count) * spreadMs)
    const state = stateOf(index / count, second, template, draw())
    yield {
      caseNumber: newCaseNumber(countyCode, dayInChina(new Date(at))),
      countyCode,
      at,
      state,
      identity,
      template,
      whole: state === 'approved' && index % wholeEvery === 0,
    }
  }
}

function identityOf(template: Template, index: number, name: string): ApplicantIdentity {
  return {
    name,
    idNumber: inventIdNumber(
      template.birthDate,
      template.sex,
      index % peopleOfAnArea,
      String(150_100 + Math.floor(index / peopleOfAnArea)),
    ),
    phone: `139${String(index).padStart(8, '0')}`,
    address: '幸福小区 3 号楼 2 单元 501',
  }
}

function stateOf(age: number, second: boolean, { measures }: Template, drawn: number): Household['state'] {
  if (second) return 'remained_closed'
  if (age > 1 - openShare) return drawn < 0.2 ? 'submitted' : 'under_review'
  return measures.length > 0 && drawn < 0.9 ? 'approved' : 'declined'
}
