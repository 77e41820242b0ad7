import type { Department } from '@jiekun/policy'
import type { Contact } from '@jiekun/schema'
import { offices } from '@jiekun/schema/tables/referral'
import { queries } from '@jiekun/worker'
import { and, eq } from 'drizzle-orm'

/** The trade union looks after every case of its county. */
const unionDepartment = 'ZGH' satisfies Department

/** How to reach the union of a county; undefined where the directory has none. */
export async function loadUnion(d1: D1Database, countyCode: string): Promise<Contact | undefined> {
  const [row] = await queries(d1)
    .select({ name: offices.name, telephone: offices.telephone, address: offices.address, hours: offices.hours })
    .from(offices)
    .where(and(eq(offices.department, unionDepartment), eq(offices.areaCode, countyCode)))
  return row
}
