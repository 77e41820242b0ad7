import type { Department, Notice, Particulars } from '@jiekun/department-kit'

/** Reads what the measures of a notice need. One token is good for up to 50 referrals, for a few minutes; every reading is on record. */
export async function readAll(office: Department, { data }: Notice): Promise<Map<string, Particulars>> {
  const particulars = new Map<string, Particulars>()
  const token = await office.requestToken(data.referrals.map(({ referralId }) => referralId))
  if (token.outcome !== 'granted') throw new Error(`no token: ${token.outcome}`)
  for (const { referralId, link } of data.referrals) {
    const read = await office.readParticulars(link, token.token)
    // 同意书缺失、信息已删除、转办已收回都会被拒绝 · refused without consent, after erasure, and once it is withdrawn
    if (read.outcome === 'read') particulars.set(referralId, read.particulars)
  }
  return particulars
}
