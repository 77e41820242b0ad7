import type { Language } from '@jiekun/schema'
import { type Department, departments } from './catalogue.ts'
import { englishDepartments, englishMeasures } from './english-names.ts'
import { mongolianDepartments, mongolianMeasures } from './mongolian-names.ts'
import { measureName } from './responsible.ts'

/** What a measure is called in a language; the policy's own name where that language has none. */
export const measureNameIn = (code: string, language: Language): string =>
  nameOf(code, language, englishMeasures, mongolianMeasures) ?? measureName(code)

/** What a department is called in Chinese, without the region that all of them belong to. */
export const departmentName = (department: Department): string =>
  departments[department].replace('自治区', '').replace('内蒙古', '')

/** The same in a language; in Chinese where that language has no name for it. */
export const departmentNameIn = (department: Department, language: Language): string =>
  nameOf(department, language, englishDepartments, mongolianDepartments) ?? departmentName(department)

type NamesByCode = Readonly<Record<string, string>>

function nameOf(code: string, language: Language, english: NamesByCode, mongolian: NamesByCode): string | undefined {
  if (language === 'en') return english[code]
  return language === 'mn-Mong' ? mongolian[code] : undefined
}
