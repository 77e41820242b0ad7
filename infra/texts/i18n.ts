/**
 * `npm run i18n [-- --strict]`: lists every text that a language lacks, with its key, the Chinese text, and the file where
 * a translator writes it; then what is wrong with the catalogues, and how much of each is done. Status 0; with `--strict`
 * 1 where anything is missing or wrong.
 */
import { parseArgs } from 'node:util'
import { loadCatalogues, readSources } from './catalogues.ts'
import { changedPlaceholders, strayKeys, untranslated, unusedKeys } from './judge-texts.ts'

const { strict } = parseArgs({ options: { strict: { type: 'boolean', default: false } } }).values
const catalogues = await loadCatalogues()
const sources = await readSources()

const wrong: string[] = []
const summary: { file: string; texts: number; 'mn-Mong': number; en: number }[] = []
for (const catalogue of catalogues) {
  const { file, zh, byCode } = catalogue
  const lacking = untranslated(catalogue)
  for (const { key, zh: text, languages } of lacking) console.log([file, key, languages.join(), text].join('\t'))
  wrong.push(...changedPlaceholders(catalogue).map((key) => `${file}\t${key}\tother {names} than in Chinese`))
  wrong.push(...strayKeys(catalogue).map((key) => `${file}\t${key}\tno such text in Chinese`))
  if (!byCode) wrong.push(...unusedKeys(Object.keys(zh), sources).map((key) => `${file}\t${key}\tused by no page`))
  const texts = Object.keys(zh).length
  const done = (language: 'en' | 'mn-Mong'): number =>
    texts - lacking.filter(({ languages }) => languages.includes(language)).length
  summary.push({ file, texts, 'mn-Mong': done('mn-Mong'), en: done('en') })
}
if (wrong.length > 0) console.log(`\n${wrong.join('\n')}`)
console.log()
console.table(summary)
const isWhole = wrong.length === 0 && summary.every((each) => each['mn-Mong'] === each.texts && each.en === each.texts)
process.exitCode = strict && !isWhole ? 1 : 0
