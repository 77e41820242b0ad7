import { createHmac } from 'node:crypto'
import { type Department, departments } from '@jiekun/policy'
import { areaFullName, areaLevel, areas, officeIdOf as officeId } from '@jiekun/schema'
import { keyringOf } from '@jiekun/worker'

/** The hotlines of the departments that have one for the whole country; the others are reached by 12345, the hotline of governments. */
const hotlines: Partial<Record<Department, string>> = {
  ZGH: '12351',
  RST: '12333',
  ZJT: '12329',
  WJW: '12320',
  SWJ: '12366',
  YJT: '12350',
}
const governmentHotline = '12345'
/** Office hours of governments of the region in winter, as published by most of them. */
const officeHours = '工作日 8:30—12:00，14:30—17:30'

/** What a department's office is called below the region, after the name of its area. */
const officeNames: Record<Department, string> = {
  ZGH: '总工会',
  MZT: '民政局',
  RST: '人力资源和社会保障局',
  ZJT: '住房和城乡建设局',
  JYT: '教育局',
  CZT: '财政局',
  FGW: '发展和改革委员会',
  GXT: '工业和信息化局',
  GZW: '国有资产监督管理委员会',
  WJW: '卫生健康委员会',
  SWJ: '税务局',
  GSL: '工商业联合会',
  NYJ: '能源局',
  YJT: '应急管理局',
}

const codes = Object.keys(officeNames).filter((code): code is Department => code in departments)

export { officeId }

/** The webhook secret of an office in a local house, derived so that the local department system can derive it too. */
export const localSecret = (master: string, office: string): string =>
  `whsec_${createHmac('sha256', master).update(office).digest('base64')}`

/** The office of a local house that has no system, so that its inbox can be tried: the union of 东河区, 包头. */
export const officeWithoutSystem = officeId('ZGH', '150202')

export interface OfficeSeed {
  /** Offices that get no endpoint when they are made. */
  withoutSystem?: readonly string[]
  keyring: string
  /** Where the local department system listens; offices get an endpoint there. */
  departmentUrl: string
  departmentMaster: string
}

/**
 * One office of each of the 14 departments in each of the 116 areas, reached by its department's hotline until its own
 * telephone is known, and serving whatever its department leads. Those already there stay as they are, but for the
 * address of the local department system, which may listen elsewhere than last time.
 */
export async function seedOffices(db: D1Database, seed: OfficeSeed): Promise<void> {
  await db
    .prepare(
      `UPDATE offices SET endpoint = ?1 || '/offices/' || id || '/webhook'
       WHERE endpoint GLOB 'http://127.0.0.1:*/offices/*' AND substr(endpoint, 1, length(?1) + 1) <> ?1 || '/'`,
    )
    .bind(seed.departmentUrl)
    .run()
  const expected = areas.length * codes.length
  const { results } = await db.prepare('SELECT count(*) AS count FROM offices').all<{ count: number }>()
  if ((results[0]?.count ?? 0) >= expected) return
  const ring = await keyringOf(seed.keyring)
  const rows = await Promise.all(
    areas.flatMap((area) =>
      codes.map(async (department) => {
        const id = officeId(department, area.code)
        return {
          id,
          department,
          areaCode: area.code,
          name:
            areaLevel(area.code) === 'region'
              ? departments[department]
              : areaFullName(area.code) + officeNames[department],
          telephone: hotlines[department] ?? governmentHotline,
          address: `${areaFullName(area.code)}政务服务中心`,
          hours: officeHours,
          endpoint: seed.withoutSystem?.includes(id) ? null : `${seed.departmentUrl}/offices/${id}/webhook`,
          secret: await ring.seal(localSecret(seed.departmentMaster, id), `offices.secret:${id}`),
        }
      }),
    ),
  )
  await db
    .prepare(
      `INSERT INTO offices (id, department, area_code, name, telephone, address, hours, endpoint, secret_sealed)
       SELECT value ->> 'id', value ->> 'department', value ->> 'areaCode', value ->> 'name', value ->> 'telephone',
         value ->> 'address', value ->> 'hours', value ->> 'endpoint', value ->> 'secret'
       FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(rows))
    .run()
}
