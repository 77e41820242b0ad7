export { type AssessedHousehold, assessHousehold } from './assess-household.ts'
export { catalogue, type Department, departments, rolesOfClause } from './catalogue.ts'
export { type DetermineRefusal, type DetermineResult, determine, policyVersion } from './determine.ts'
export {
  type ParameterOverrides,
  parameterEntries,
  parametersOf,
  resolveParameters,
} from './parameters.ts'
export { type PlainReason, plainReasons } from './plain-reasons.ts'
export { emergencyMeasures, fileMeasures, measureName, type Responsible, responsibleFor } from './responsible.ts'
