/** Papers that offices ask for, as a person knows them. */
export const documentNames = {
  resident_id: { zh: '居民身份证', en: 'Resident identity card' },
  household_register: { zh: '户口簿', en: 'Household register' },
  bank_account_proof: { zh: '本人银行卡或存折', en: 'Bank card or passbook' },
  income_proof: { zh: '家庭收入证明', en: 'Proof of income' },
  employment_card: { zh: '就业创业证或失业登记证明', en: 'Employment card or proof of registered unemployment' },
  labour_contract: { zh: '劳动合同或劳动关系证明', en: 'Labour contract or proof of employment' },
  insurance_record: { zh: '社会保险参保缴费记录', en: 'Record of social insurance contributions' },
  diagnosis: { zh: '诊断证明', en: 'Diagnosis' },
  medical_invoices: { zh: '医疗费用票据和结算单', en: 'Medical invoices and settlements' },
  injury_report: { zh: '工伤事故报告或认定申请', en: 'Report of the accident at work' },
  injury_decision: { zh: '工伤认定决定书', en: 'Decision that recognises the injury' },
  enrolment: { zh: '录取通知书或在读证明', en: 'Proof of enrolment' },
  graduation: { zh: '毕业证书', en: 'Certificate of graduation' },
  training_certificate: { zh: '培训合格证书', en: 'Certificate of training' },
  business_plan: { zh: '创业计划', en: 'Business plan' },
  lease: { zh: '房屋租赁合同', en: 'Lease' },
  house_appraisal: { zh: '房屋产权或安全鉴定材料', en: 'Title or appraisal of the house' },
  event_proof: { zh: '急难或受灾证明', en: 'Proof of the emergency or disaster' },
  restructuring: { zh: '企业改制或停产文件', en: "Papers of the enterprise's restructuring" },
  case_papers: { zh: '案件有关材料', en: 'Papers of the case' },
} as const

export type DocumentType = keyof typeof documentNames
