import type { HouseholdGroup, IdentityField, MemberGroup } from '@jiekun/schema'
import type { DocumentType } from './document-types.ts'

/**
 * Whom a measure needs to know of. `referred`: those whom the determination names, where it names none the applicant;
 * `ill`: those with a major illness, else as before; `household`: everybody, where the household itself is assessed.
 */
export type WhichMembers = 'referred' | 'ill' | 'household'

/** What an office needs to do a measure. */
export interface MeasureNeeds {
  identity: readonly IdentityField[]
  household: readonly HouseholdGroup[]
  member: readonly MemberGroup[]
  members: WhichMembers
  /** Papers that it usually asks for. A hint: the office knows its own rules. */
  documents: readonly DocumentType[]
  /** Why these and no more; shown to whoever reads them. */
  why: { zh: string; en: string }
}

const contact = ['name', 'phone'] as const
const registered = ['name', 'idNumber', 'phone'] as const
const paid = ['name', 'idNumber', 'phone', 'bankAccount'] as const
const visited = ['name', 'idNumber', 'phone', 'address'] as const
const visitedAndPaid = [...visited, 'bankAccount'] as const

const needs = (identity: readonly IdentityField[], zh: string, en: string, more: Partial<MeasureNeeds> = {}) => ({
  identity,
  household: [],
  member: [],
  members: 'referred' as const,
  documents: [],
  ...more,
  why: { zh, en },
})

const toMeet = needs(contact, '只需联系本人，当面办理', 'Only to reach the person; the rest is done face to face')
const startup = needs(contact, '联系本人并确认创业意愿', 'To reach who wants to start a business', {
  member: ['member.startupWish'],
})
const training = needs(contact, '按就业状况和培训意愿安排课程', 'To choose a course by work and wish', {
  member: ['member.person', 'member.work', 'member.trainingWish'],
  documents: ['resident_id', 'employment_card'],
})
const housed: Partial<MeasureNeeds> = {
  household: ['household.registration', 'household.residence', 'household.income', 'household.housing'],
  member: ['member.person'],
  members: 'household',
}

/**
 * What each measure needs (个人信息保护法 6: the smallest range for the purpose). The policy text does not say it; this is
 * our reading of what the counters of each department ask for, to be confirmed by their service lists (六.(一)).
 * Measures of the union's own file need a name and a telephone. The bank account goes only where money is paid to it,
 * health only where illness or injury is the reason, income only where somebody assesses it.
 */
const needsByMeasure: Readonly<Record<string, MeasureNeeds>> = {
  M101: needs(contact, '联系本人，按就业状况给予指导', 'To reach and advise by the state of work', {
    member: ['member.work'],
  }),
  M102: needs(contact, '联系本人，按年龄和就业状况推荐岗位', 'To propose posts by age and state of work', {
    member: ['member.person', 'member.work'],
    documents: ['resident_id', 'employment_card'],
  }),
  M103: toMeet,
  M104: needs(contact, '按就业状况和创业意愿安排培训', 'To choose a course by work and wish', {
    member: ['member.person', 'member.work', 'member.startupWish'],
    documents: ['resident_id', 'employment_card'],
  }),
  M105: startup,
  M106: startup,
  M107: startup,
  M108: needs(visited, '审核借款资格并实地调查', 'To check who may borrow, and to visit', {
    member: ['member.person', 'member.work', 'member.startupWish'],
    documents: ['resident_id', 'household_register', 'employment_card', 'business_plan'],
  }),
  M109: training,
  M110: training,
  M111: needs(paid, '实名审核并把补贴付到本人账户', 'To check by name and number, and to pay the subsidy', {
    member: ['member.work', 'member.trainingWish'],
    documents: ['resident_id', 'employment_card', 'training_certificate', 'bank_account_proof'],
  }),
  M112: needs(contact, '按学历安排劳动预备制培训', 'To choose a preparatory course by schooling', {
    member: ['member.person', 'member.schooling'],
    documents: ['resident_id', 'graduation'],
  }),
  M113: needs(registered, '实名审核；补贴付给培训机构', 'To check by name and number; the school is paid', {
    member: ['member.person', 'member.schooling'],
    documents: ['resident_id', 'graduation', 'training_certificate'],
  }),
  M114: needs(paid, '审核低保或农村牧区户籍，付生活费补贴', 'To check dibao or rural registration, and to pay', {
    household: ['household.registration', 'household.dibao'],
    member: ['member.person', 'member.schooling'],
    documents: ['resident_id', 'household_register', 'graduation', 'bank_account_proof'],
  }),
  M115: needs(visited, '认定就业困难人员，就近安排公益性岗位', 'To recognise a hard case and find a post nearby', {
    member: ['member.person', 'member.work', 'member.workAbility'],
    documents: ['resident_id', 'employment_card'],
  }),
  M116: needs(registered, '实名登记就业援助对象', 'To register whom to help find work, by name and number', {
    member: ['member.person', 'member.work'],
    documents: ['resident_id', 'employment_card'],
  }),
  M201: needs(registered, '查参保状态并办理缴费', 'To look up the insurance and arrange the contributions', {
    member: ['member.work', 'member.medicalInsurance'],
    documents: ['resident_id', 'labour_contract', 'insurance_record'],
  }),
  M202: needs(registered, '查参保状态和患病情况，办理补充医疗保险', 'To look up insurance and illness', {
    member: ['member.illness', 'member.medicalInsurance'],
    documents: ['resident_id', 'insurance_record', 'diagnosis'],
  }),
  M203: needs(contact, '向单位了解补充医疗保险', 'To ask the employer about its insurance', {
    member: ['member.medicalInsurance'],
    documents: ['labour_contract'],
  }),
  M204: needs(paid, '审核医药费和家庭收入，付救助金', 'To assess medical costs against income, and to pay', {
    household: ['household.income', 'household.dibao', 'household.medicalCosts'],
    member: ['member.person', 'member.illness', 'member.medicalInsurance'],
    members: 'ill',
    documents: ['resident_id', 'diagnosis', 'medical_invoices', 'bank_account_proof'],
  }),
  M205: needs(paid, '审核重大疾病和医药费，付救助金', 'To assess a major illness and its costs, and to pay', {
    household: ['household.income', 'household.dibao', 'household.medicalCosts'],
    member: ['member.person', 'member.illness', 'member.medicalInsurance'],
    documents: ['resident_id', 'diagnosis', 'medical_invoices', 'bank_account_proof'],
  }),
  M206: needs(paid, '审核会员和医药费，付互助金', 'To check membership and medical costs, and to pay', {
    household: ['household.union', 'household.medicalCosts'],
    member: ['member.illness', 'member.medicalInsurance'],
    members: 'ill',
    documents: ['resident_id', 'diagnosis', 'medical_invoices', 'bank_account_proof'],
  }),
  M207: needs(contact, '按医药费找合适的慈善项目', 'To find a charity that fits the costs', {
    household: ['household.medicalCosts'],
    member: ['member.illness'],
    documents: ['diagnosis'],
  }),
  M301: needs(registered, '查断缴记录并接续社会保险', 'To look up the interruption and continue the insurance', {
    member: ['member.work', 'member.socialInsurance'],
    documents: ['resident_id', 'insurance_record'],
  }),
  M302: needs(registered, '查转出地并转移社会保险关系', 'To find the former place and move the insurance', {
    household: ['household.registration'],
    member: ['member.socialInsurance'],
    documents: ['resident_id', 'insurance_record'],
  }),
  M303: needs(registered, '核对参保和工伤情况，落实待遇', 'To check insurance and injury, so that benefits are paid', {
    member: ['member.socialInsurance', 'member.workInjury'],
    documents: ['resident_id', 'insurance_record'],
  }),
  M304: needs(registered, '查清欠缴的单位和时间', 'To find which employer owes what', {
    member: ['member.work', 'member.socialInsurance'],
    documents: ['labour_contract', 'insurance_record'],
  }),
  M305: needs(visited, '调查取证并送达工伤认定文书', 'To investigate and to serve the decision', {
    member: ['member.person', 'member.workInjury'],
    documents: ['resident_id', 'labour_contract', 'injury_report', 'diagnosis'],
  }),
  M306: needs(paid, '按伤残情况核定并付工伤待遇', 'To assess by the disability, and to pay', {
    member: ['member.person', 'member.workInjury', 'member.disability'],
    documents: ['resident_id', 'injury_decision', 'bank_account_proof'],
  }),
  M401: needs(['name', 'phone', 'bankAccount'], '认定困难学生并付资助', 'To recognise a student in need, and to pay', {
    household: ['household.income', 'household.spending', 'household.dibao'],
    member: ['member.person', 'member.schooling'],
    documents: ['enrolment', 'household_register', 'bank_account_proof'],
  }),
  M402: needs(
    ['name', 'phone', 'bankAccount'],
    '核对学段和教育支出，付助学金',
    'To check schooling and its costs, and to pay',
    {
      household: ['household.spending'],
      member: ['member.person', 'member.schooling'],
      documents: ['enrolment', 'bank_account_proof'],
    },
  ),
  M403: needs(contact, '按学段找合适的公益项目', 'To find a charity that fits the schooling', {
    member: ['member.schooling'],
    documents: ['enrolment'],
  }),
  M404: needs(contact, '联系家庭，按学生年龄安排陪伴', 'To reach the family and plan by the age of the student', {
    member: ['member.person', 'member.schooling'],
  }),
  M501: needs(visited, '审核收入、住房和人口，配租', 'To assess income, housing and size of the household', {
    ...housed,
    documents: ['resident_id', 'household_register', 'income_proof', 'house_appraisal'],
  }),
  M502: needs(visitedAndPaid, '审核收入、住房和人口，付租赁补贴', 'To assess the household, and to pay the subsidy', {
    ...housed,
    documents: ['resident_id', 'household_register', 'income_proof', 'lease', 'bank_account_proof'],
  }),
  M601: needs(
    visitedAndPaid,
    '核对全家收入、财产和人口，入户调查，按月发放',
    'To assess income, assets and every member, to visit, and to pay each month',
    {
      household: [
        'household.registration',
        'household.income',
        'household.spending',
        'household.assets',
        'household.dibao',
      ],
      member: ['member.person', 'member.work', 'member.workAbility', 'member.illness', 'member.disability'],
      members: 'household',
      documents: ['resident_id', 'household_register', 'income_proof', 'bank_account_proof'],
    },
  ),
  M603: needs(visitedAndPaid, '核实急难情形，按人口给予救助', 'To verify the emergency, and to pay by size', {
    household: ['household.event', 'household.income'],
    member: ['member.person'],
    members: 'household',
    documents: ['resident_id', 'household_register', 'event_proof', 'bank_account_proof'],
  }),
  M604: needs(visitedAndPaid, '核实灾情和住房，按人口给予救助', 'To verify disaster and housing, and to pay by size', {
    household: ['household.event', 'household.housing'],
    member: ['member.person'],
    members: 'household',
    documents: ['resident_id', 'household_register', 'event_proof', 'bank_account_proof'],
  }),
  M701: needs(contact, '按改革情况和就业状况安置', 'To place by reform and state of work', {
    household: ['household.reform'],
    member: ['member.person', 'member.work', 'member.workAbility'],
    documents: ['labour_contract', 'restructuring'],
  }),
  M702: needs(contact, '了解争议涉及的单位和权益', 'To learn which rights are at issue with which employer', {
    household: ['household.reform'],
    member: ['member.work', 'member.socialInsurance'],
    documents: ['labour_contract'],
  }),
  M703: toMeet,
  M704: toMeet,
  M706: needs(registered, '审核经济困难条件并指派律师', 'To check the means and to appoint a lawyer', {
    household: ['household.income', 'household.reform'],
    documents: ['resident_id', 'income_proof', 'case_papers'],
  }),
  M801: needs(['name', 'phone', 'address'], '按居住地提供公共服务', 'To serve where the person lives', {
    household: ['household.residence'],
    documents: ['resident_id', 'household_register'],
  }),
  M901: toMeet,
  M902: toMeet,
  M903: toMeet,
  M904: toMeet,
}

/** What a measure needs; of one that is not listed, no more than to reach the person. */
export const needsOf = (measure: string): MeasureNeeds => needsByMeasure[measure] ?? toMeet

/** Codes of the measures that are listed. */
export const measuresWithNeeds: readonly string[] = Object.keys(needsByMeasure)
