import { it } from 'vitest'
import { AxeBuilder } from '@axe-core/playwright'
import { openHouse } from '../system/house.ts'
import { newClerk, storeReferral } from '../system/inbox-cases.ts'
import { codeOf } from '../../infra/seed/users.ts'
import { silenceOffices } from '../system/untold-case.ts'
import { openBrowser } from './browser.ts'
it('shots', async () => {
  const house = await openHouse()
  await silenceOffices(house.db, '1502-MZT-150203')
  const user = await newClerk(house)
  const first = await storeReferral(house, { measure: 'M603', emergency: true, dueOn: '2026-11-26' })
  await storeReferral(house, { measure: 'M601', dueOn: '2026-11-20', state: 'received', version: 3 })
  await storeReferral(house, { measure: 'M204', dueOn: '2026-11-27' })
  await storeReferral(house, { measure: 'M205', dueOn: '2026-12-02', state: 'received' })
  await storeReferral(house, { measure: 'M601', dueOn: '2026-12-08', state: 'accepted' })
  const dl = await storeReferral(house, { measure: 'M601', dueOn: '2026-12-09', state: 'in_progress' })
  await storeReferral(house, { measure: 'M601', dueOn: '2026-12-09', state: 'returned', duty: 'union' })
  await house.tick(new Date('2026-11-25T09:00:00+08:00'))
  const browser = await openBrowser()
  for (const width of [360, 1280]) {
    const c = await browser.newContext({ viewport: { width, height: 800 }, locale: 'zh-CN' })
    const page = await c.newPage()
    await house.db.prepare('UPDATE sessions SET proof = id').run()
    await page.goto(`${house.url}/inbox`)
    await page.fill('#login', user.login); await page.fill('#password', user.password); await page.click('main button')
    await page.fill('#code', codeOf(user)); await page.click('main button')
    await page.waitForURL('**/inbox')
    const shot = async (n: string) => {
      await page.screenshot({ path: `/tmp/wt/inbox/shots/${n}-${width}.png`, fullPage: true })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const o = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      console.log(n, width, violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), o)
    }
    await shot('list')
    await page.goto(`${house.url}/inbox/referrals/${first}`); await shot('detail')
    await page.goto(`${house.url}/inbox/referrals/${dl}`)
    await page.fill('#deliver-amount', '12.345'); await page.click('details.act[open] button[type=submit]'); await shot('errors')
    await page.goto(`${house.url}/inbox/referrals/${first}/letter`); await shot('letter')
    if (width === 1280) await page.pdf({ path: '/tmp/wt/inbox/shots/letter.pdf', preferCSSPageSize: true })
    await c.close()
  }
  await browser.close(); await house.close()
})
