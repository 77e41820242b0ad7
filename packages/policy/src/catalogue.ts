/** How binding the sentence is that a measure stands in: an order, a permission, or a rule made elsewhere. */
export type Strength = 'shall' | 'may' | 'external_rule'

/** Departments that the policy names, by the codes used throughout. */
export const departments = {
  ZGH: '自治区总工会',
  MZT: '自治区民政厅',
  RST: '自治区人力资源社会保障厅',
  ZJT: '自治区住房城乡建设厅',
  JYT: '自治区教育厅',
  CZT: '自治区财政厅',
  FGW: '自治区发展改革委',
  GXT: '自治区工业和信息化厅',
  GZW: '自治区国资委',
  WJW: '自治区卫生健康委员会',
  SWJ: '内蒙古税务局',
  GSL: '自治区工商联',
  NYJ: '自治区能源局',
  YJT: '自治区应急管理厅',
} as const

export type Department = keyof typeof departments

/** A measure of the catalogue: its name, the sentence of the policy it stands in, and how binding that sentence is. */
export interface CatalogueEntry {
  name: string
  clause: string
  strength: Strength
}

/** Every measure that the policy names. */
export const catalogue: Readonly<Record<string, CatalogueEntry>> = {
  M101: { name: '就业指导(免费)', clause: '五.(二).1#s3', strength: 'shall' },
  M102: { name: '职业介绍(免费)', clause: '五.(二).1#s3', strength: 'shall' },
  M103: { name: '政策咨询(免费)', clause: '五.(二).1#s3', strength: 'shall' },
  M104: { name: '创业培训', clause: '五.(二).1#s3', strength: 'shall' },
  M105: { name: '创业指导', clause: '五.(二).1#s3', strength: 'shall' },
  M106: { name: '项目咨询', clause: '五.(二).1#s3', strength: 'shall' },
  M107: { name: '跟踪服务', clause: '五.(二).1#s3', strength: 'shall' },
  M108: { name: '创业担保贷款', clause: '五.(二).1#s3', strength: 'external_rule' },
  M109: { name: '转岗培训', clause: '五.(二).1#s3', strength: 'shall' },
  M110: { name: '技能提升培训', clause: '五.(二).1#s3', strength: 'shall' },
  M111: { name: '职业培训补贴', clause: '五.(二).1#s3', strength: 'external_rule' },
  M112: { name: '劳动预备制培训', clause: '五.(二).1#s3', strength: 'shall' },
  M113: { name: '培训机构代为申请职业培训补贴', clause: '五.(二).1#s3', strength: 'may' },
  M114: { name: '劳动预备制生活费补贴', clause: '五.(二).1#s3', strength: 'may' },
  M115: { name: '公益性岗位优先安排', clause: '五.(二).1#s3', strength: 'external_rule' },
  M116: { name: '纳入当地就业创业服务体系/就业援助', clause: '五.(二).1#s2', strength: 'shall' },
  M201: { name: '职工基本医疗保险参保缴费', clause: '五.(二).2#s2', strength: 'shall' },
  M202: { name: '大额补充医疗保险', clause: '五.(二).2#s2', strength: 'shall' },
  M203: { name: '企业补充医疗保险', clause: '五.(二).2#s3', strength: 'may' },
  M204: { name: '医疗救助', clause: '五.(二).2#s5', strength: 'external_rule' },
  M205: { name: '重特大疾病医疗救助', clause: '五.(二).2#s5', strength: 'external_rule' },
  M206: { name: '职工医疗互助保障', clause: '五.(二).2#s6', strength: 'shall' },
  M207: { name: '社会组织/慈善救助引导', clause: '五.(二).2#s7', strength: 'may' },
  M301: { name: '社会保险接续', clause: '五.(二).3#s3', strength: 'shall' },
  M302: { name: '社会保险关系转移', clause: '五.(二).3#s3', strength: 'shall' },
  M303: { name: '社会保险待遇落实', clause: '五.(二).3#s3', strength: 'shall' },
  M304: { name: '督促企业依法补缴社会保险费', clause: '五.(二).3#s3', strength: 'shall' },
  M305: { name: '工伤认定协助', clause: '五.(二).3#s4', strength: 'shall' },
  M306: { name: '工伤保险待遇落实', clause: '五.(二).3#s4', strength: 'shall' },
  M401: { name: '国家资助(助、贷、勤、减、免)', clause: '五.(二).4#s2', strength: 'external_rule' },
  M402: { name: '金秋助学', clause: '五.(二).4#s4', strength: 'shall' },
  M403: { name: '社会公益助学资金倾斜', clause: '五.(二).4#s5', strength: 'may' },
  M404: { name: '精神帮扶', clause: '五.(二).4#s5', strength: 'shall' },
  M501: { name: '公租房实物配租', clause: '五.(二).5#s2', strength: 'external_rule' },
  M502: { name: '住房租赁补贴', clause: '五.(二).5#s2', strength: 'external_rule' },
  M601: { name: '最低生活保障', clause: '五.(二).6#s2', strength: 'external_rule' },
  M603: { name: '临时救助', clause: '五.(二).6#s4', strength: 'external_rule' },
  M604: { name: '灾害救助', clause: '四.(三)#s1', strength: 'external_rule' },
  M701: { name: '转岗、再就业等职工安置', clause: '四.(五)', strength: 'shall' },
  M702: { name: '合法权益维护(劳动就业/收入分配/社会保障/劳动安全卫生)', clause: '五.(三)#s3', strength: 'shall' },
  M703: { name: '思想引领', clause: '五.(三)#s4', strength: 'shall' },
  M704: { name: '心理疏导', clause: '五.(三)#s4', strength: 'shall' },
  M706: { name: '法律援助', clause: '五.(三)#s4', strength: 'shall' },
  M801: { name: '均等化公共服务', clause: '四.(四)', strength: 'shall' },
  M901: { name: '建档(一户一档)', clause: '五.(一)#s2', strength: 'shall' },
  M902: { name: '发放联系卡', clause: '五.(一)#s2', strength: 'shall' },
  M903: { name: '一帮一结对帮扶', clause: '五.(一)#s2', strength: 'shall' },
  M904: { name: '纳入工会常态化帮扶', clause: '三#s2', strength: 'shall' },
}

/** Who answers for a clause. */
export interface Roles {
  lead: Department
  cooperating: readonly Department[]
}

/** Lead and cooperating departments as the end of each clause names them. */
export const rolesOfClause: Readonly<Record<string, Roles>> = {
  '五.(一)': { lead: 'ZGH', cooperating: ['MZT', 'RST', 'ZJT'] },
  '五.(二).1': { lead: 'RST', cooperating: ['FGW', 'GXT', 'CZT', 'GZW', 'ZGH'] },
  '五.(二).2': { lead: 'ZGH', cooperating: ['RST', 'MZT', 'CZT', 'WJW', 'SWJ'] },
  '五.(二).3': { lead: 'RST', cooperating: ['MZT', 'CZT', 'GZW', 'ZGH', 'GSL', 'SWJ'] },
  '五.(二).4': { lead: 'JYT', cooperating: ['CZT', 'ZGH'] },
  '五.(二).5': { lead: 'ZJT', cooperating: ['MZT', 'CZT', 'ZGH'] },
  '五.(二).6': { lead: 'MZT', cooperating: ['JYT', 'CZT', 'RST', 'ZJT', 'WJW', 'ZGH'] },
  '五.(三)': { lead: 'RST', cooperating: ['FGW', 'WJW', 'GZW', 'GXT', 'NYJ', 'YJT', 'ZGH'] },
}
