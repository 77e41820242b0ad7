import type { ArchiveDecision, Determination, UnionCategory } from '@jiekun/schema'

/** A sentence of explanation, Chinese and English. */
export interface PlainReason {
  zh: string
  en: string
}

const yuan = (fen: number): string => (fen / 100).toFixed(2).replace(/\.?0+$/, '')

const decisionText: Record<ArchiveDecision, PlainReason> = {
  eligible: {
    zh: '按政策，您家符合建档帮扶条件。',
    en: 'Under the policy your household can be registered and helped.',
  },
  manual_review: {
    zh: '您家收入偏低，但没有登记患病、残疾或上学的必要支出，需要工作人员进一步核实。',
    en: 'Your income is low, but no necessary spending on illness, disability or schooling is on record: a person will look into it.',
  },
  ineligible_income: {
    zh: '扣除必要支出后，您家收入高于困难职工标准。',
    en: 'After necessary spending your income is above the line for workers in hardship.',
  },
  ineligible_property: {
    zh: '您家的房产、车辆或企业情况超出了规定条件。',
    en: 'Houses, vehicles or a company of your household exceed what the rules allow.',
  },
  ineligible_not_worker: {
    zh: '您家目前没有职工或农牧民工，将转请民政部门按社会救助办理。',
    en: 'Nobody in your household counts as a worker; civil affairs will look at social assistance instead.',
  },
  remain_closed: {
    zh: '您家此前已脱困，目前情况没有再次致困。',
    en: 'Your household left hardship before, and its situation does not put it back.',
  },
  suspended_applicant_deceased: {
    zh: '申请人已去世，申请先暂停。请家里推选一位新的申请人，我们会协助办理。',
    en: 'The applicant has died, so the application is paused. Please name a new applicant; we will help.',
  },
}

const categoryText: Record<UnionCategory, PlainReason | undefined> = {
  deep: { zh: '困难类别：深度困难。', en: 'Category: deep hardship.' },
  accident: { zh: '困难类别：意外致困。', en: 'Category: hardship by accident.' },
  relative: { zh: '困难类别：相对困难。', en: 'Category: relative hardship.' },
  none: undefined,
}

/** Why the policy decided as it did, in sentences a worker understands. Amounts are given in yuan. */
export function plainReasons(determination: Determination): PlainReason[] {
  const { archiveDecision, unionCategory, basis, parameters } = determination
  const { memberCount, dibaoLineMonthFen: line, countedIncomeMonthFen: income, afterYearFen } = basis
  const isBelow = income < line * memberCount
  const perHead = yuan(Math.floor(income / memberCount))
  const reasons = [decisionText[archiveDecision]]
  const category = categoryText[unionCategory]
  if (category) reasons.push(category)
  reasons.push({
    zh: `家庭人均月收入 ${perHead} 元，${isBelow ? '低于' : '不低于'}当地低保标准 ${yuan(line)} 元。`,
    en: `Your household's income of ${perHead} yuan per person per month is ${isBelow ? 'below' : 'not below'} the dibao line of ${yuan(line)} yuan.`,
  })
  reasons.push({
    zh: `全年可支配收入扣除必要支出后为 ${yuan(afterYearFen)} 元，全家全年低保标准合计 ${yuan(line * 12 * memberCount)} 元。`,
    en: `What is left of a year's income after necessary spending is ${yuan(afterYearFen)} yuan; the dibao line for your household is ${yuan(line * 12 * memberCount)} yuan a year.`,
  })
  if (parameters.dibaoLineMonthFen?.standIn) {
    reasons.push({
      zh: '当地低保标准暂缺，这里使用全区平均标准代替。',
      en: "The local dibao line is not known yet; the region's average stands in for it.",
    })
  }
  return reasons
}
