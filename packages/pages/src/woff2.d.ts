/** A font as a data module: wrangler hands it over by a rule of `wrangler.toml`, a local house by `infra/local/font-modules.ts`. */
declare module '*.woff2' {
  const bytes: ArrayBuffer
  export default bytes
}
