/** The stylesheet of the reference page: the colours of the house, two columns where there is room for them. */
export const style = `
:root { --ink: #1d2a33; --soft: #51606b; --paper: #fffdf9; --pale: #f2ece2; --line: #ddd3c4; --warm: #a3301c; --warm-dark: #7f2415; --focus: #ffc83d; scroll-padding-block-start: 1rem }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
header { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; align-items: center; justify-content: space-between; padding: .5rem 1rem; background: var(--warm) }
header a { color: #fff; text-decoration: none; min-block-size: 44px; display: inline-flex; align-items: center; gap: .6rem } header a:hover { text-decoration: underline }
.brand strong { font-size: 1.25rem }
.skip { position: absolute; inset-inline-start: -99rem } .skip:focus { inset-inline-start: 0; background: var(--focus); padding: .6rem }
a { color: var(--warm-dark) } :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 5px var(--ink) }
main { padding: 1rem 1rem 5rem; min-inline-size: 0; max-inline-size: 58rem }
h1 { font-size: clamp(1.6rem, 5vw, 2.2rem); line-height: 1.2; margin-block: .5rem 0 } .zh { color: var(--soft); margin-block: 0 1rem }
h2 { font-size: 1.5rem; margin-block: 3rem .6rem; padding-block-start: .6rem; border-block-start: 3px solid var(--warm) } h3 { font-size: 1.15rem; margin-block: 0 .4rem } h4 { font-size: 1rem; margin-block: 1.2rem .3rem }
p { margin-block: .6rem; max-inline-size: 46rem } .lead { font-size: 1.1rem }
code { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere }
pre { background: #1d2a33; color: #f7f3ec; border-radius: .5rem; padding: .9rem 1rem; margin-block: .6rem; white-space: pre-wrap } pre code { overflow-wrap: anywhere }
article { border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.2rem; margin-block: 1.2rem; background: #fff } article:has(:target) { border-color: var(--warm); box-shadow: 0 0 0 2px var(--warm) }
.place { display: flex; gap: .6rem; align-items: baseline } .place code { font-size: .95rem }
.method { flex: none; color: #fff; background: var(--warm); border-radius: .3rem; padding: .05rem .5rem; font-size: .8rem; font-weight: 700; letter-spacing: .04em } .get { background: #1b5e3f } .put, .patch { background: #7a4b00 } .delete { background: #5b2333 }
.who { color: var(--soft) } .about, .bounds { color: var(--soft) } .bounds { font-size: .875rem } .required { color: var(--warm); font-size: .875rem; font-weight: 600 } .type { color: #245a78 }
ul.fields { list-style: none; margin: .3rem 0; padding: 0 } ul.fields ul.fields { border-inline-start: 2px solid var(--line); padding-inline-start: .9rem; margin-inline-start: .2rem } ul.fields li { padding-block: .22rem; overflow-wrap: anywhere } ul.fields li > code:first-child { font-weight: 600 }
.problems { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem } .problems a { display: inline-block; padding-block: .2rem }
table { inline-size: 100%; border-collapse: collapse; margin-block: 1rem } th, td { text-align: start; vertical-align: top; padding: .5rem .6rem .5rem 0; border-block-end: 1px solid var(--line) } tbody th code { white-space: nowrap } tr:target { background: var(--pale) }
.scopes code { display: inline-block; margin-inline-end: .7rem }
nav ul { list-style: none; margin: 0; padding: 0 } nav a { display: inline-flex; align-items: center; min-block-size: 32px; text-decoration: none } nav a:hover { text-decoration: underline } nav .tag { font-weight: 600 }
@media (max-width: 63.99rem) { nav { padding: .6rem 1rem; background: var(--pale) } nav > ul { display: flex; flex-wrap: wrap; gap: 0 1.2rem } nav ul ul { display: none } nav a { min-block-size: 44px } }
@media (min-width: 64rem) { .columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 1.5rem } main { padding-inline: 1rem 2rem } nav { position: sticky; inset-block-start: 0; block-size: 100vh; overflow-y: auto; padding: 1rem; background: var(--pale); font-size: .93rem } nav ul ul { padding-inline-start: .8rem; margin-block-end: .5rem } nav ul ul a { min-block-size: 26px; overflow-wrap: anywhere } }
@media (max-width: 40rem) { thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) } tr { display: block; padding-block: .6rem; border-block-end: 1px solid var(--line) } tbody th code { white-space: normal } th, td { display: block; border: 0; padding-block: .1rem } article { padding: .9rem } }
`
