import { Hint, html, Page } from '@jiekun/pages'
import type { ServiceVariables } from '@jiekun/worker'
import { Hono } from 'hono'
import { readerOf } from '../texts/texts.ts'

/** `/`: what this is, and the two ways in. */
export const homeRoutes = new Hono<{ Variables: ServiceVariables }>().get('/', (c) => {
  const reader = readerOf(c)
  const { say } = reader
  return html(
    c,
    <Page reader={reader} title={say('home.title')}>
      <p class="lead">{say('home.lead')}</p>
      <p class="actions">
        <a class="button" href="/apply">
          {say('home.apply')}
        </a>
        <a class="button plain" href="/find-out">
          {say('home.findOut')}
        </a>
        <a class="button plain" href="/status">
          {say('home.status')}
        </a>
      </p>
      <Hint reader={reader}>{say('home.time')}</Hint>
      <p class="ways">
        <a href="/helping">{say('helping.title')}</a>
        <a href="/docs/connect">{say('home.connect')}</a>
      </p>
    </Page>,
  )
})
