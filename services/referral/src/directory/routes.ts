import { directoryOperations as api } from '@jiekun/schema/api'
import { apiRoutes, dayInChina, queries, Reply, serve } from '@jiekun/worker'
import { leadsOn } from '../offices/served-measures.ts'
import { rulesBy } from '../routing/store.ts'
import { writeHsds } from './hsds.ts'
import { importOffices } from './import-offices.ts'
import { writeCsv } from './offices-csv.ts'
import { readCoverage } from './read-coverage.ts'
import { allOffices, officesCount, officesPage } from './store.ts'

/** The directory of offices as a whole: taken out, brought in, and looked over for gaps. */
export const directoryRoutes = apiRoutes(
  serve(api.exportOfficesCsv, async (ctx, { query }) => {
    const name = `offices-${dayInChina(ctx.now)}.csv`
    const headers = { 'content-disposition': `attachment; filename="${name}"` }
    return new Reply(writeCsv(await allOffices(ctx, query)), headers)
  }),
  serve(api.exportOfficesHsds, async (ctx, { query: { page, per_page: size, ...wanted } }) => {
    const today = dayInChina(ctx.now)
    const [offices, [counted], rules] = await queries(ctx.db).batch([
      officesPage(ctx, wanted, page, size),
      officesCount(ctx, wanted),
      rulesBy(ctx, today),
    ])
    const total = counted?.total ?? 0
    const pages = Math.max(1, Math.ceil(total / size))
    const leads = leadsOn(rules, today)
    return {
      total_items: total,
      total_pages: pages,
      page_number: page,
      size: offices.length,
      first_page: page === 1,
      last_page: page >= pages,
      empty: offices.length === 0,
      contents: offices.map((office) => writeHsds(office, leads, today)),
    }
  }),
  serve(api.importOffices, (ctx, { body }) => importOffices(ctx, body)),
  serve(api.readCoverage, (ctx, { query }) => readCoverage(ctx, query)),
)
