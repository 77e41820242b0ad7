export { ageOn } from './age.ts'
export { type AssessedHousehold, assessHousehold, policyFields } from './assess-household.ts'
export { catalogue, type Department, departments, rolesOfClause } from './catalogue.ts'
export { clauseTitle, sentenceOf } from './clause-texts.ts'
export { type DetermineRefusal, type DetermineResult, determine, policyName, policyVersion } from './determine.ts'
export { type DocumentType, documentNames } from './document-types.ts'
export { englishDepartments, englishMeasures } from './english-names.ts'
export { type ListedMeasure, listedMeasures } from './list-measures.ts'
export { mongolianDepartments, mongolianMeasures } from './mongolian-names.ts'
export { departmentName, departmentNameIn, measureNameIn } from './names-in.ts'
export {
  type ParameterOverrides,
  parameterEntries,
  parametersOf,
  resolveParameters,
} from './parameters.ts'
export { type ParameterInForce, parametersInForce } from './parameters-in-force.ts'
export { type MeasureNeeds, measuresWithNeeds, needsOf, type WhichMembers } from './particulars.ts'
export { type PlainReason, plainReasons } from './plain-reasons.ts'
export { type KnownFacts, type PresumedMeasure, type Presumption, presume } from './presume.ts'
export { type PolicyTable, type RenderedRule, renderedRules } from './render.ts'
export {
  emergencyMeasures,
  fileMeasures,
  measureName,
  type Responsible,
  responsibleFor,
  toldDepartments,
} from './responsible.ts'
export {
  type AwaitedState,
  awaitedStates,
  type Duty,
  escalateEvery,
  type ServiceLevel,
  serviceLevel,
  serviceLevelSource,
  warnBefore,
} from './service-levels.ts'
