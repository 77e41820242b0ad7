/** What the guide needs beside the style sheet of every page. */
export const connectStyle = `
pre { background: var(--pale); border-radius: .4rem; padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere }
code { font-family: ui-monospace, "SFMono-Regular", Consolas, monospace; overflow-wrap: anywhere } p code, li code, dd code, dt code { font-size: .92em }
ul.ways { list-style: none; padding: 0; flex-wrap: wrap } .notices dd p { margin-block: .2rem .6rem } .notices a { min-block-size: 44px; display: inline-flex; align-items: center }
main li { margin-block: .35rem }
`
