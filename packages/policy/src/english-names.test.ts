import { expect, it } from 'vitest'
import { catalogue, departments } from './catalogue.ts'
import { englishDepartments, englishMeasures } from './english-names.ts'

it('names every measure and department of the policy in English', () => {
  expect(Object.keys(englishMeasures)).toEqual(Object.keys(catalogue))
  expect(Object.keys(englishDepartments)).toEqual(Object.keys(departments))
})
