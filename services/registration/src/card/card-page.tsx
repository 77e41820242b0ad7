import { Page } from '@jiekun/pages'
import type { CaseView } from '@jiekun/schema/api'
import type { CaseKey } from '../status/own-data-view.tsx'
import type { Reader } from '../texts/texts.ts'
import { cardScript, cardStylesheet } from './assets.ts'
import { CardDrawing } from './card-drawing.tsx'

interface CardProps {
  reader: Reader
  found: CaseView
  caseKey: CaseKey
  /** Where this house is reached. */
  origin: string
}

/** The contact card to print as A6 or to keep as a picture. */
export function CardPage({ reader, found, caseKey, origin }: CardProps) {
  const { say } = reader
  return (
    <Page
      reader={reader}
      title={say('card.title')}
      again={{ path: '/status/card', fields: Object.entries(caseKey) }}
      stylesheet={cardStylesheet}
      script={cardScript}
    >
      <p class="lead screen">{say('card.lead')}</p>
      <div class="card-paper">
        <CardDrawing say={say} found={found} link={`${origin}/status#${found.caseNumber}`} />
      </div>
      <p class="actions screen">
        <button type="button" id="keep" hidden data-name={`jiekun-${found.fileNumber ?? ''}.png`}>
          {say('card.keep')}
        </button>
        <button type="button" id="print" class="plain" hidden>
          {say('card.print')}
        </button>
      </p>
      <noscript>
        <p class="hint">{say('card.byHand')}</p>
      </noscript>
    </Page>
  )
}
