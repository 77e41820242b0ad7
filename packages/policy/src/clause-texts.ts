import { catalogue } from './catalogue.ts'

/** What each clause of 内政发〔2018〕47号 is about, in a few words. */
const titles: Readonly<Record<string, { zh: string; en: string }>> = {
  三: {
    zh: '工作目标：同步建档立卡、同步实施帮扶、同步解困脱困',
    en: 'Goals: register, help and lift out of hardship at the same time',
  },
  '四.(三)': {
    zh: '患重特大疾病、遭受自然灾害或意外事故的困难职工',
    en: 'Workers hit by serious illness, disaster or accident',
  },
  '四.(四)': {
    zh: '长期居住在城市、生活遇到特殊困难的农牧民工',
    en: 'Migrant workers who have long lived in the city',
  },
  '四.(五)': { zh: '改革过程中下岗失业的困难职工', en: 'Workers laid off in reforms' },
  '五.(一)': { zh: '精准识别，规范建档', en: 'Finding and registering households' },
  '五.(二).1': { zh: '以就业创业解困脱困', en: 'Out of hardship by work and business of one’s own' },
  '五.(二).2': { zh: '以基本医保、大额保险和医疗互助保障', en: 'Cover of illness by insurance and mutual aid' },
  '五.(二).3': { zh: '纳入国家社会保险制度', en: 'Inclusion in social insurance' },
  '五.(二).4': { zh: '以助学救助解困脱困', en: 'Out of hardship by help with schooling' },
  '五.(二).5': { zh: '以住房保障解困脱困', en: 'Out of hardship by housing' },
  '五.(二).6': { zh: '以社会救助兜底', en: 'Social assistance as the last resort' },
  '五.(三)': { zh: '关注改革，强化保障', en: 'Protection in times of reform' },
}

/** The sentences of 内政发〔2018〕47号 that measures stand in, word for word, by the place that the catalogue names. */
const sentences: Readonly<Record<string, string>> = {
  '三#s2':
    '对新产生的城镇困难职工，要按照建档标准同步建档立卡、同步实施帮扶、同步解困脱困；对现有建档立卡的困难职工，通过精准帮扶能脱困的全部实现脱困，难以脱困的纳入工会常态化帮扶范围，其中，符合低保条件的纳入当地低保保障范围，保障其基本生活，实现解困脱困，确保解困脱困各项任务按期完成。',
  '五.(一)#s2':
    '按照“分级负责、精准识别、一户一档、动态管理”的原则，全面准确掌握困难职工规模、数量、分布等情况，通过深入摸底排查，为城镇困难职工建立档案、发放联系卡，建立“一帮一”结对帮扶制度，纳入工会帮扶工作管理系统。',
  '五.(三)#s3':
    '妥善解决过剩产能企业兼并重组、破产清算中的职工安置和社会保障问题，针对供给侧结构性改革，经济下行压力加大、部分企业效益下滑等情况，采取切实有效措施，依法维护和保障好职工劳动就业、收入分配、社会保障、劳动安全卫生等合法权益。',
  '五.(三)#s4': '加强对困难职工的思想引领、心理疏导、困难帮扶和法律援助，引导职工依法理性表达利益诉求。',
  '五.(二).1#s2':
    '将法定劳动年龄内有劳动能力和就业愿望的困难职工家庭成员，纳入当地就业创业服务体系，充分运用就业创业扶持、化解过剩产能职工安置等政策，通过技能培训、提供就业援助等方式，帮助其实现就业创业。',
  '五.(二).1#s3':
    '重点关注国企改革改制、供给侧结构性改革化解过剩产能及企业停产、半停产后下岗待岗的困难职工，要免费提供就业指导、职业介绍、政策咨询等服务，对有创业意愿的，要有针对性地提供创业培训、创业指导、项目咨询和跟踪服务，并按规定给予创业担保贷款；对有培训愿望和培训需求的失业人员和长期停产企业职工，要普遍开展转岗培训或技能提升培训，并按规定给予职业培训补贴；困难职工家庭成员中未继续升学的应届初高中毕业生参加劳动预备制培训，可由职业培训机构代为申请职业培训补贴，对其中农村牧区学员和城市最低生活保障家庭的学员，可按规定给予一定的生活费补贴；被认定为就业困难人员中的大龄困难人员和零就业家庭人员，通过市场渠道确实难以就业的，在公益性岗位中按规定进行优先安排。',
  '五.(二).2#s2':
    '职工应当参加职工基本医疗保险，由用人单位和职工按照统筹地区规定共同缴纳基本医疗保险费，同时缴纳大额补充医疗保险费。',
  '五.(二).2#s3': '鼓励企业建立补充医疗保险制度。',
  '五.(二).2#s5':
    '将符合条件的困难职工纳入医疗救助和重特大疾病医疗救助范围，逐步提高自负部分合规医疗费用救助比例，保障困难职工与基本保障对象享有平等的健康权益。',
  '五.(二).2#s6':
    '支持工会组织开展职工医疗互助活动，最大限度地组织动员困难职工积极参加，将在档大病困难职工全部纳入职工医疗互助保障范围，提高其抗风险能力。',
  '五.(二).2#s7': '引导社会组织参与救助患重特大疾病困难职工工作，鼓励慈善组织对相关特殊病种给予医疗救助。',
  '五.(二).3#s3':
    '困难职工与企业解除劳动关系的，要做好各项社会保险接续、转移和待遇落实工作；困难职工因企业欠缴社会保险费而不能办理退休的，要督促企业依法补缴社会保险费。',
  '五.(二).3#s4': '对因工伤认定困难、工伤保险待遇落实不到位等原因造成家庭困难的职工，要帮助其落实好相关待遇。',
  '五.(二).4#s2': '加强对各地区助学工作情况的调查研究，认真落实国家“助、贷、勤、减、免”等家庭经济困难学生资助政策。',
  '五.(二).4#s4': '工会组织要继续实施好“金秋助学”计划，发挥其常态化、长效化、社会化作用。',
  '五.(二).4#s5':
    '积极引导社会公益助学资金向困难职工家庭就学子女倾斜，将就读高中、大学（非政府义务制教育）的困难职工家庭子女作为重点对象，通过强化物质帮扶、精神帮扶等举措，确保困难职工子女顺利完成学业。',
  '五.(二).5#s2':
    '大力推进城镇保障性安居工程建设，对没有住房和居住危房的困难职工家庭落实有关保障性住房政策，对符合条件的困难职工，按照国家有关规定通过提供实物配租和发放租赁补贴等方式予以保障。',
  '五.(二).6#s2': '将符合最低生活保障条件的困难职工纳入低保范围，保障其基本生活。',
  '五.(二).6#s4':
    '完善临时救助制度，对遭遇突发事件、意外伤害、重大疾病或其他特殊原因导致基本生活暂时陷入困境的困难职工，符合临时救助条件的，给予临时救助。',
  '四.(三)#s1':
    '对患重特大疾病、遭受自然灾害或意外事故等导致家庭支出突增，造成生活困难的职工，符合条件的纳入医保制度和政府临时救助、灾害救助制度。',
  '四.(五)':
    '对在供给侧结构性改革特别是化解过剩产能和“僵尸企业”兼并重组、破产清算、事业单位改革过程中，部分因下岗失业或其他原因造成生活困难的职工，落实好政策措施，解决好转岗、再就业等安置和社会保障问题。',
  '四.(四)': '对长期居住在城市、生活遇到特殊困难的农牧民工，保障其享有均等化公共服务，使其生活条件得到显著改善。',
  '五.(二).6#s3': '将符合医疗救助条件的困难职工纳入医疗救助范围，保障困难职工与基本保障对象享有平等的就医权益。',
}

/** What a clause is about; its number where it has no title. */
export const clauseTitle = (clause: string, language: 'zh' | 'en'): string => titles[clause]?.[language] ?? clause

/** Medical aid is ordered twice: by its own clause, and by that of social assistance (五.(二).6). */
const orderedTwice = ['M204', 'M205']

/** The place of the sentence that orders a measure under a clause, and the sentence; undefined for a measure that the policy does not name. */
export function sentenceOf(measure: string, clause: string): { place: string; text: string } | undefined {
  const own = catalogue[measure]?.clause
  const place = clause === '五.(二).6' && orderedTwice.includes(measure) ? '五.(二).6#s3' : own
  const text = place === undefined ? undefined : sentences[place]
  return place === undefined || text === undefined ? undefined : { place: place.replace(/#s\d+$/, ''), text }
}
