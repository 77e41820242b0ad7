/** What the pages of the inbox and the printed letter need beside the style of every page. */
export const style = `
.wide-page main { max-inline-size: 64rem } .wide-page header { padding-inline: max(1rem, calc(50% - 31rem)) }
.office-name { margin-block: -.6rem 1rem; color: var(--soft) }
.bad { color: var(--wrong) } .soft { color: var(--soft) } .number { font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
.today { padding-block: .7rem } .today h2 { margin-block: 0 .2rem } .today p { margin-block: .2rem }
.today ul { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; list-style: none; margin: 0; padding: 0; font-weight: 600 }
.tabs { display: flex; flex-wrap: wrap; gap: .4rem; margin-block: 1.2rem }
.tabs a { min-block-size: var(--target); display: inline-flex; align-items: center; gap: .5rem; padding-inline: .9rem; border: 2px solid var(--line); border-radius: .4rem; color: var(--ink); text-decoration: none }
.tabs a:hover { background: var(--pale) } .tabs a[aria-current] { border-color: var(--warm); background: var(--warm); color: #fff; font-weight: 600 }
.count { font-variant-numeric: tabular-nums } .tabs a[aria-current] .bad { color: inherit }
.list-title { margin-block: 1rem .2rem }
.items { list-style: none; margin: 0; padding: 0 } .items > li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding-block: .5rem; border-block-end: 1px solid #ddd3c4 } .items p { margin: 0 }
.item-title { display: flex; align-items: center; gap: .6rem; flex-wrap: wrap; font-weight: 600 } .item-title a, .row-link { min-block-size: var(--target); display: inline-flex; align-items: center }
.item-due { text-align: end; align-self: center } .item-due span { color: var(--soft); display: block; font-size: .95rem }
.item-about { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 0 1.2rem; color: var(--soft); font-size: 1rem } .item-state { margin-inline-start: auto }
.mark { border: 2px solid currentcolor; border-radius: .3rem; padding: 0 .45rem; font-size: .9rem; font-weight: 600; line-height: 1.5; color: var(--warm-dark) } .mark.bad { background: var(--wrong); border-color: var(--wrong); color: #fff }
.office-details { margin-block: 2rem 0 }
.done { border: 3px solid #1f6b3a; border-radius: .4rem; padding: .4rem 1rem; margin-block: 1rem; font-weight: 600; color: #17522c } .done p { margin: .3rem 0 }
.quote { border-inline-start: 4px solid var(--line); margin: .3rem 0 0; padding-inline-start: .8rem; color: var(--soft) }
.marks { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin-block: -.5rem 1rem }
.act { border: 2px solid var(--line); border-radius: .5rem; padding: .2rem 1rem; margin-block: .8rem; background: #fff } .act[open] { padding-block-end: 1rem } .act summary { font-weight: 600 } .act .actions { margin-block: 1rem 0 } .act .field { margin-block: 1rem }
.straight { display: flex; flex-wrap: wrap; gap: .8rem; align-items: end; margin-block: .8rem }
textarea { inline-size: 100%; min-block-size: 7rem; padding: .5rem .7rem; border: 2px solid var(--line); border-radius: .4rem; background: #fff; color: inherit; font: inherit }
input[type=url] { inline-size: 100%; min-block-size: var(--control); padding: .5rem .7rem; border: 2px solid var(--line); border-radius: .4rem; background: #fff; color: inherit; font: inherit }
[aria-invalid=true] { border-color: var(--wrong) !important }
.beside { display: grid; gap: 0 1.2rem } .beside .field { min-inline-size: 0 } legend { font-weight: 600 }
.asked { margin-block-start: 0 } .card > h2 { margin-block: .2rem .6rem } .two h2 { margin-block-start: .2rem } .two section + h2, .two section:not(.card) > h2, .two ol + h2, .two div > h2:not(:first-child) { margin-block-start: 1.6rem } .card h3 { font-size: 1.05rem; margin-block: 1rem .2rem } .asked dl { grid-template-columns: 1fr; gap: 0 } .asked dd { margin-block-end: .7rem } .whole, .asked dd strong { white-space: nowrap } .two .card > h2 { margin-block-start: .2rem } .two > div > .card { margin-block-start: 0 } .told p { margin-block: .2rem } .asked dd p { margin-block: .2rem } .asked > p { margin-block: 0 } .two .asked > h2 { margin-block-start: .2rem }
ol.timeline p { margin: .1rem 0 } .said { white-space: pre-line; overflow-wrap: anywhere }
@media (min-width: 48rem) { .beside { grid-template-columns: 1fr 1fr } .two { display: grid; grid-template-columns: 2fr 3fr; gap: 0 2.4rem; align-items: start } .two > * { min-inline-size: 0 } }
@media (max-width: 30rem) { .items > li { grid-template-columns: 1fr } .item-due { text-align: start } .item-due span { display: inline } .tabs a { padding-inline: .7rem } }
.letter { background: #fff; border: 1px solid #ddd3c4; padding: clamp(1rem, 4vw, 3rem); color: #000 } .letter h2 { text-align: center; font-size: 1.5rem; letter-spacing: .1em; margin-block: .4rem 1rem } .letter table { table-layout: fixed } .letter th { inline-size: 7.5rem; font-weight: 600 } .letter th, .letter td { border: 1px solid #000; padding: .3rem .6rem; vertical-align: top; white-space: normal; overflow-wrap: anywhere }
.letter-head { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; margin: 0 } .letter-foot { display: flex; justify-content: space-between; gap: 1.5rem; align-items: start; margin-block: .8rem 0 } .letter-foot p { margin: 0 0 .2rem } .letter-foot .qr { inline-size: 7.5rem; flex: none; margin: 0; font-size: .8rem; text-align: center; line-height: 1.3 } .signed { text-align: end }
.cut { border-block-start: 2px dashed #000; margin-block: 1.2rem .6rem; text-align: center; font-size: .85rem } .slip td.blank { block-size: 2.4rem } .slip .boxes { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem }
@media print {
  @page { size: A4; margin: 14mm 16mm }
  body { background: #fff; font-size: 10.5pt; line-height: 1.5; font-family: "FangSong", "STFangsong", "Noto Serif CJK SC", "SimSun", serif }
  header, .skip, .screen, main > h1 { display: none !important } main { max-inline-size: none !important; padding: 0 } .letter { border: 0; padding: 0 } .letter h2 { font-size: 18pt; font-family: "SimHei", "Noto Sans CJK SC", sans-serif } .letter tr, .slip, .letter-foot { break-inside: avoid } .letter a { color: inherit; text-decoration: none }
}
`
