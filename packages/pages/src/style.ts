/** Where the fonts stand under `/assets`; a new version of one is another address. */
export const fontPaths = {
  mongolian: '/noto-sans-mongolian-5.3.0.woff2',
  name: '/mongolian-name-1.woff2',
} as const

const path = (font: string): string => `/assets${font}`

/**
 * The stylesheet. Logical properties throughout, so that the columns of Mongolian turn it and large type scales it without
 * a sheet of their own.
 */
export const style = `
@font-face { font-family: "Mongolian Name"; src: url(${path(fontPaths.name)}) format("woff2"); unicode-range: U+1823, U+1829, U+182D-182F }
@font-face { font-family: "Noto Sans Mongolian"; src: url(${path(fontPaths.mongolian)}) format("woff2"); font-display: swap; unicode-range: U+1800-18AF, U+202F, U+180B-180F, U+200C-200D, U+11660-1166C }
:root { --target: max(44px, 2.75rem); --control: max(48px, 3rem); --ink: #1d2a33; --soft: #51606b; --paper: #fffdf9; --line: #7b8790; --pale: #f2ece2; --warm: #a3301c; --warm-dark: #7f2415; --focus: #ffc83d; --wrong: #b00020 }
* { box-sizing: border-box }
body { margin: 0; overflow-wrap: anywhere; background: var(--paper); color: var(--ink); font: 1.125rem/1.65 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; padding-block: .6rem; padding-inline: max(1rem, calc(50% - 21rem)); background: var(--warm); color: #fff }
header a { color: #fff; text-decoration: none; min-block-size: var(--target); min-inline-size: var(--target); display: inline-flex; align-items: center; gap: .6rem }
header a:hover { text-decoration: underline }
.brand strong { font-size: 1.4rem; letter-spacing: .1em } .brand span { font-size: .9rem }
.switches, .switches form { display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: center }
.switches :is(a, button, span) { min-inline-size: var(--target); min-block-size: var(--target); justify-content: center; font-size: 1rem } .switches button { border: 0; border-radius: 0; padding: 0; background: none; font: inherit; color: #fff } .switches button:hover { background: none; text-decoration: underline }
.switches .chosen { display: inline-flex; align-items: center; font-weight: 700; border-block-end: 3px solid #fff } .switches [lang=mn-Mong] { font-family: "Mongolian Name", "Noto Sans Mongolian", "Mongolian Baiti", sans-serif; writing-mode: vertical-lr; font-size: 1.15rem; line-height: 1.2; justify-content: center }
.skip, .trap { position: absolute; inset-inline-start: -99rem } .skip:focus { inset-inline-start: 0; background: var(--focus); padding: .6rem }
main { max-inline-size: 44rem; margin-inline: auto; padding: 1.2rem 1rem 4rem }
h1 { font-size: clamp(1.5rem, 5vw, 2.1rem); line-height: 1.3; margin-block: .4rem 1rem } h2 { font-size: 1.25rem; margin-block: 2rem .6rem }
.lead { font-size: 1.2rem } dd.answer { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline } .answer a { flex: none }
.ways { display: flex; flex-wrap: wrap; gap: 0 1.2rem; margin-block: 0 } ol.sections { padding-inline-start: 1.4rem } ol.sections li { padding: .2rem 0; border-block-end: 1px solid #ddd3c4 } .done { color: #22632f } .begun { color: var(--wrong) } .open { color: var(--soft) }
.hint, .step { color: var(--soft) } .depends { display: block; font-size: .95rem } .step { margin-block: 0 }
.actions { display: flex; flex-wrap: wrap; gap: .8rem; margin-block: 1.6rem }
.button, button { min-block-size: var(--control); padding: .55rem 1.4rem; border: 2px solid var(--warm); border-radius: .4rem; background: var(--warm); color: #fff; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; display: inline-flex; align-items: center }
.button:hover, button:hover { background: var(--warm-dark) }
.plain { background: transparent; color: var(--warm) } .plain:hover { background: var(--pale); color: var(--warm-dark) }
a { color: var(--warm-dark) } :focus-visible, input[type=date]:focus-within { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 5px var(--ink) }
.field { margin-block: 1.5rem; border: 0; padding: 0; min-inline-size: 0 } .field > label, legend { display: block; font-weight: 600; margin-block-end: .35rem; padding: 0 }
input[type=text], input[type=password], input[type=date], select, textarea { inline-size: 100%; max-inline-size: 26rem; min-block-size: var(--control); padding: .5rem .7rem; border: 2px solid var(--line); border-radius: .4rem; background: #fff; color: inherit; font: inherit }
.short { max-inline-size: 12rem !important }
.options { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem } .options.stack { flex-direction: column }
.options label { display: inline-flex; align-items: center; gap: .6rem; min-block-size: var(--target); cursor: pointer } .options label { min-inline-size: var(--target) } .options input { inline-size: 24px; block-size: 24px; flex: none; accent-color: var(--warm) }
/* Where a link leads to a field, its question is seen too. */
:where(input, select, textarea) { scroll-margin-block-start: 8rem }
.wrong { border-inline-start: 5px solid var(--wrong); padding-inline-start: .9rem } .message { color: var(--wrong); font-weight: 600; margin: 0 0 .35rem }
.summary { border: 3px solid var(--wrong); border-radius: .4rem; padding: .4rem 1rem; margin-block: 1rem } .summary h2 { margin-block: .4rem; color: var(--wrong) } .summary ul { padding-inline-start: 1.2rem } .summary a { color: var(--wrong) }
.card { background: var(--pale); border-radius: .6rem; padding: 1rem 1.2rem; margin-block: 1rem } .big { font-size: 1.6rem; font-weight: 700; letter-spacing: .04em; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: minmax(8rem, 1fr) 2fr; gap: .3rem 1rem; margin: 0 } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
.head { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; flex-wrap: wrap } .head a, .head button, .answer a, .summary a, .ways a, .call { min-block-size: var(--target); min-inline-size: var(--target); display: inline-flex; align-items: center }
summary { cursor: pointer; min-block-size: var(--target); display: flex; align-items: center; color: var(--warm-dark); text-decoration: underline } details ul { margin: 0; padding-inline-start: 1.2rem }
ol.timeline { list-style: none; margin: 0; padding: 0; border-inline-start: 3px solid var(--warm) } ol.timeline > li { padding: .3rem 0 .3rem 1rem } time { color: var(--soft); font-size: .95rem; display: block }
ul.measures { list-style: none; margin: 0; padding: 0 } ul.measures > li { padding: .7rem 0; border-block-end: 1px solid #ddd3c4 } ul.measures strong, .next { display: block } .standing { margin-inline-end: .6rem } .of-office { border: 1px solid #ddd3c4; border-radius: .6rem; padding: .6rem 1rem; margin-block: 1rem } .of-office .office { font-size: 1.1rem; font-weight: 600; color: var(--ink) } .of-office li:last-child { border: 0 } .ask { margin-block: .3rem } .answers { display: flex; flex-wrap: wrap; gap: .8rem; margin-block: .3rem } .contact { display: flex; flex-wrap: wrap; gap: 0 1.2rem; align-items: baseline } .contact .office { inline-size: 100% } .next { color: var(--soft) }
ul.seen, ul.documents { list-style: none; margin: 0; padding: 0 } ul.seen > li, ul.documents > li { padding: .5rem 0; border-block-end: 1px solid #ddd3c4; overflow-wrap: anywhere } ul.seen ul.seen { padding-inline-start: 1.2rem }
table { inline-size: 100%; border-collapse: collapse } th { font-weight: 600 } .office { display: block; font-weight: 400; font-size: .95rem; color: var(--soft) } td { white-space: nowrap } th, td { text-align: start; padding: .5rem .3rem; border-block-end: 1px solid #ddd3c4 }
/* A page says that it is in Mongolian once most of it is. */
.vertical:lang(mn-Mong) .untranslated { display: none }
[hidden] { display: none !important } :is(.card, .card > .head) > h2 { margin-block-start: .2rem }
input[type=file] { inline-size: 100%; min-block-size: var(--control); padding-block: .5rem; font: inherit } ::file-selector-button { min-block-size: var(--target); margin-inline-end: .8rem; padding: .4rem 1rem; border: 2px solid var(--warm); border-radius: .4rem; background: #fff; color: var(--warm); font: inherit; font-weight: 600; cursor: pointer }
.pick { position: relative } .pick input[type=file] { position: absolute; inline-size: 1px; min-block-size: 1px; block-size: 1px; opacity: 0 } .pick > label { display: inline-flex; align-items: center; min-block-size: var(--control); padding: .4rem 1.2rem; border: 2px solid var(--warm); border-radius: .4rem; background: #fff; color: var(--warm); cursor: pointer } .pick > label:hover { background: var(--pale) } .pick input:focus-visible + label { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 5px var(--ink) } .pick input:disabled + label { opacity: .6; cursor: default }
progress { inline-size: 100%; block-size: 1rem; accent-color: var(--warm) } .optional { color: var(--soft) }
.qr { inline-size: 13rem; max-inline-size: 100% } .qr svg { display: block }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0 } dd { margin-block-end: .6rem } .brand span { display: none } }
.vertical { writing-mode: vertical-lr; text-orientation: mixed } .vertical body { min-block-size: 100vw; font-family: "Noto Sans Mongolian", "Mongolian Baiti", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif } .vertical svg { writing-mode: horizontal-tb } .vertical .brand span { display: inline }
.elder { font-size: 150% } .elder :is(h1, h2, a, li, dd, .button, button, summary) { overflow-wrap: anywhere } .elder .options:not(.stack) { flex-direction: column } .elder .actions { flex-direction: column; align-items: stretch } .elder .actions :is(.button, button) { justify-content: center } .elder dl { grid-template-columns: 1fr; gap: 0 } .elder dd { margin-block-end: .6rem } .elder .brand span { display: none } .elder .switches :is(a, button, span) { font-size: .85rem } .elder td { white-space: normal } .elder .call { border: 2px solid var(--warm); border-radius: .4rem; padding-inline: 1rem; font-weight: 600 }
.part { border-block-start: 1px solid #ddd3c4 } .part > summary { display: list-item; list-style-position: inside; padding-block: .6rem; text-decoration: none } .part > summary h2 { display: inline; margin: 0; font-size: 1.1rem }
.elder .hint, .elder .step, .elder time { font-size: 1rem }
`
