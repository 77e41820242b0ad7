import { expect, it } from 'vitest'
import { catalogue, departments } from './catalogue.ts'
import { englishDepartments, englishMeasures } from './english-names.ts'
import { mongolianDepartments, mongolianMeasures } from './mongolian-names.ts'
import { departmentNameIn, measureNameIn } from './names-in.ts'

it('names every measure and department of the policy in English', () => {
  expect(Object.keys(englishMeasures)).toEqual(Object.keys(catalogue))
  expect(Object.keys(englishDepartments)).toEqual(Object.keys(departments))
})

it('names in Mongolian what the policy knows, and in Chinese what nobody has translated', () => {
  expect(Object.keys(catalogue)).toEqual(expect.arrayContaining(Object.keys(mongolianMeasures)))
  expect(Object.keys(departments)).toEqual(expect.arrayContaining(Object.keys(mongolianDepartments)))
  const untranslated = Object.keys(catalogue).find((code) => !mongolianMeasures[code]) ?? 'M000'
  expect(measureNameIn(untranslated, 'mn-Mong')).toBe(catalogue[untranslated]?.name ?? 'M000')
  expect(measureNameIn('M103', 'en')).toBe('Advice on policies (free)')
  expect(departmentNameIn('MZT', 'en')).toBe('Civil Affairs')
})
