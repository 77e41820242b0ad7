import { calendarOperations as api } from '@jiekun/schema/api'
import { apiRoutes, serve, tagged } from '@jiekun/worker'
import { changeYear, readYear } from './change-year.ts'

/** `/api/v1/calendar`: the working days that deadlines are counted in. */
export const calendarRoutes = apiRoutes(
  serve(api.readCalendarYear, async (ctx, { params }) => {
    const year = await readYear(ctx, params.year)
    return tagged(year, year.version)
  }),
  serve(api.setCalendarYear, async (ctx, { params, body, ifMatch }) => {
    const year = await changeYear(ctx, { year: params.year, asked: body, ifMatch })
    return tagged(year, year.version)
  }),
)
