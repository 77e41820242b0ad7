import { departments } from './catalogue.ts'
import { englishDepartments, englishMeasures } from './english-names.ts'
import { measureName } from './responsible.ts'

/** What a measure is called in a language; the policy's own name where that language has none. */
export const measureNameIn = (code: string, language: string): string =>
  (language === 'en' ? englishMeasures[code] : undefined) ?? measureName(code)

/** What a department is called in a language, without the region that all of them belong to. */
export function departmentNameIn(department: keyof typeof departments, language: string): string {
  const name = departments[department].replace('自治区', '').replace('内蒙古', '')
  return (language === 'en' ? englishDepartments[department] : undefined) ?? name
}
