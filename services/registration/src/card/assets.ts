import { Hono } from 'hono'

export const cardStylesheet = '/assets/card.css'
export const cardScript = '/assets/card.js'

const style = `
.card-paper svg { display: block; inline-size: 100%; max-inline-size: 26rem; block-size: auto; border: 1px solid #7b8790; border-radius: .4rem }
@page { size: 105mm 148mm; margin: 0 }
@media print {
  header, .skip, h1, .screen { display: none !important }
  main { padding: 0; margin: 0; max-inline-size: none }
  .card-paper svg { inline-size: 105mm; block-size: 148mm; max-inline-size: none; border: 0 }
}
`

/** Prints, and makes the drawing a picture three times its size, sharp enough to be scanned from a screen. */
const script = `
const card = document.querySelector('#card')
const keep = document.querySelector('#keep')
const print = document.querySelector('#print')
keep.hidden = print.hidden = false
print.addEventListener('click', () => window.print())
keep.addEventListener('click', async () => {
  const picture = new Image()
  picture.src = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(card)], { type: 'image/svg+xml' }))
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = card.viewBox.baseVal.width * 3
  canvas.height = card.viewBox.baseVal.height * 3
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  canvas.toBlob((blob) => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = keep.dataset.name
    link.click()
  }, 'image/png')
})
`

/** `/assets/card.css` and `/assets/card.js`. */
export const cardAssetRoutes = new Hono()
  .get('/card.css', (c) =>
    c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' }),
  )
  .get('/card.js', (c) =>
    c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=300' }),
  )
