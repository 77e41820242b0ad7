import { departments } from '@jiekun/policy'
import type { RoutingReason } from './route-measure.ts'

export interface ReasonText {
  zh: string
  en: string
}

const levels: Readonly<Record<string, ReasonText>> = {
  county: { zh: '旗县区', en: 'banner or county' },
  city: { zh: '盟市', en: 'league or city' },
  region: { zh: '自治区', en: 'region' },
}
const passed: Readonly<Record<string, ReasonText>> = {
  'none-below': { zh: '下一级没有这个部门的办公室', en: 'the department has no office below' },
  'not-served': { zh: '下一级的办公室不办理这项措施', en: 'the office below does not serve this measure' },
  closed: { zh: '下一级的办公室当天已停止受理', en: 'the office below is closed on that day' },
  full: { zh: '下一级的办公室受理已满', en: 'the office below is full' },
  'left-out': { zh: '这一次不再转给下一级的办公室', en: 'the office below is left out this time' },
}
const whole: Readonly<Record<string, ReasonText>> = {
  'rule:policy': { zh: '按政策文件（内政发〔2018〕47号）规定的分工', en: 'By the roles that the policy of 2018 names' },
  'default:no-lead-named': {
    zh: '文件没有写明由谁牵头，按默认分工办理',
    en: 'The policy names no lead here; this is a default',
  },
  'county:residence': { zh: '由居住地办理', en: 'Where the household lives decides' },
  'county:registration': { zh: '由户籍所在地办理', en: 'Where the household is registered decides' },
  'county:residence-because-registered-elsewhere': {
    zh: '户籍不在本区的旗县，由居住地办理',
    en: 'It is registered outside the counties of the region, so where it lives decides',
  },
  'county:residence-because-registration-unknown': {
    zh: '不知道户籍所在地，由居住地办理',
    en: 'Where it is registered is not known, so where it lives decides',
  },
  'all-full-nearest-kept': {
    zh: '能办理的办公室都已受理满，仍转给最近的一个',
    en: 'Every office that serves it is full, so the nearest keeps it',
  },
  'fallback:no-rule': {
    zh: '没有规定由谁办理，转给总工会',
    en: 'No rule says who answers for it, so the trade union takes it',
  },
}
const stems = { rule: 'rule:', level: 'level:', fallback: 'fallback:no-office-of-' }

/** The same of a code that was stored, also one that is not the router's; undefined where nobody knows it any more. */
export function storedReasonText(code: string): ReasonText | undefined {
  if (code === 'named:union') return { zh: '由工会指定本单位办理', en: 'The trade union named this office' }
  return isReason(code) ? reasonText(code) : undefined
}

function isReason(code: string): code is RoutingReason {
  const [level = '', why = ''] = code.startsWith(stems.level) ? code.slice(stems.level.length).split('-because-') : []
  return (
    code in whole ||
    code.startsWith(stems.rule) ||
    code.startsWith(stems.fallback) ||
    (level in levels && why in passed)
  )
}

/** A reason of the router in plain words. */
export function reasonText(code: RoutingReason): ReasonText {
  const known = whole[code]
  if (known) return known
  if (code.startsWith(stems.rule)) {
    const id = code.slice(stems.rule.length)
    return { zh: `按后来的分工规定（${id}）`, en: `By a later rule (${id})` }
  }
  if (code.startsWith(stems.fallback)) {
    const department = code.slice(stems.fallback.length)
    const name = new Map<string, string>(Object.entries(departments)).get(department) ?? department
    return {
      zh: `${name}没有可以办理的办公室，转给总工会`,
      en: `${department} has no office that can take it, so the trade union does`,
    }
  }
  const [level = '', why = ''] = code.slice(stems.level.length).split('-because-')
  const [up, because] = [levels[level], passed[why]]
  if (!up || !because) throw new Error(`no words for ${code}`)
  return { zh: `由${up.zh}一级办理，因为${because.zh}`, en: `The ${up.en} takes it, because ${because.en}` }
}
