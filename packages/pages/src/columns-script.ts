/**
 * On a page in columns the wheel of a mouse goes on to the next column, as it goes on to the next line elsewhere. Keys,
 * touch and scroll bars do so by themselves, without JavaScript.
 */
export const columnsScript = `
addEventListener('wheel', (event) => {
  if (event.ctrlKey || event.shiftKey || event.deltaX !== 0) return
  const root = document.documentElement
  // What scrolls by itself there keeps its wheel.
  for (let at = event.target; at instanceof Element && at !== root; at = at.parentElement)
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return
  if (root.scrollWidth <= root.clientWidth || root.scrollHeight > root.clientHeight) return
  event.preventDefault()
  const step = event.deltaMode === 1 ? 40 : event.deltaMode === 2 ? root.clientWidth : 1
  scrollBy({ left: event.deltaY * step })
}, { passive: false })
`
