import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { absolute } from '../local/workers.ts'
import { loadCatalogues, readSources } from './catalogues.ts'
import { changedPlaceholders, strayKeys, untranslated, unusedKeys } from './judge-texts.ts'

const sample = {
  zh: { title: '查询', 'next.open': '{date} 前', number: '1', 'old.text': '旧的', 'error.date': '日期不对' },
  en: { title: 'Look up', 'next.open': 'by {day}', number: '1', 'old.text': '旧的', 'error.date': 'No date' },
  mn: { title: 'ᠮᠣᠩᠭᠣᠯ', 'next.open': '', number: '1', nmae: 'ᠮᠣᠩᠭᠣᠯ', 'error.date': '日期不对' },
}

describe('the texts of a catalogue', () => {
  it('are listed where a language lacks them, or has the Chinese ones in their place', () => {
    expect(untranslated(sample)).toEqual([
      { key: 'next.open', zh: '{date} 前', languages: ['mn-Mong'] },
      { key: 'old.text', zh: '旧的', languages: ['en', 'mn-Mong'] },
      { key: 'error.date', zh: '日期不对', languages: ['mn-Mong'] },
    ])
  })
  it('are wrong where what is filled in is another thing, or nothing in Chinese goes by the key', () => {
    expect(changedPlaceholders(sample)).toEqual(['next.open'])
    expect(strayKeys(sample)).toEqual(['nmae'])
  })
  it('are used by whoever spells the key, or puts it together from its beginning', () => {
    const sources = ["say('title')", "sayCode(say, 'next', stage)", 'say(`error.$' + '{code}`)', 'const x = "number"']
    expect(unusedKeys(Object.keys(sample.zh), sources)).toEqual(['old.text'])
  })
})

describe('the catalogues of this house', () => {
  it('are all found: every one that pages or messages are made from has its file for Mongolian', async () => {
    const made = (await readSources()).flatMap((source) => source.match(/(?<!function )\bcatalogueOf\([^)]*\)/g) ?? [])
    const found = (await loadCatalogues()).filter(({ byCode }) => !byCode)
    // Those in a `texts.ts` are no source of keys, so that they are counted by their folders.
    expect(made).toEqual(made.map(() => 'catalogueOf(zh, en, mn)'))
    expect(found.map(({ file }) => file)).toEqual([
      'packages/pages/src/texts/mn.ts',
      'services/gateway/src/texts/mn.ts',
      'services/notification/src/texts/mn.ts',
      'services/referral/src/texts/mn.ts',
      'services/registration/src/texts/mn.ts',
    ])
  })
  it('have every text in English, fill in the same things, and hold nothing that no page uses', async () => {
    const sources = await readSources()
    for (const { file, byCode, ...texts } of await loadCatalogues()) {
      expect(
        untranslated(texts).filter(({ languages }) => languages.includes('en')),
        file,
      ).toEqual([])
      expect(changedPlaceholders(texts), file).toEqual([])
      expect(strayKeys(texts), file).toEqual([])
      if (!byCode) expect(unusedKeys(Object.keys(texts.zh), sources), file).toEqual([])
    }
  })
  it('are listed by `npm run i18n` as they are, and let a release wait for them', async () => {
    const listed = (...args: string[]) =>
      spawnSync(process.execPath, [absolute('infra/texts/i18n.ts'), ...args], { encoding: 'utf8' })
    const { stdout, status } = listed()
    expect(status).toBe(0)
    const catalogues = await loadCatalogues()
    const lacking = catalogues.flatMap(({ file, ...texts }) =>
      untranslated(texts).map(({ key, zh, languages }) => [file, key, languages.join(), zh].join('\t')),
    )
    expect(stdout.slice(0, stdout.indexOf('\n\n')).split('\n')).toEqual(lacking)
    for (const { file, zh } of catalogues) expect(stdout).toMatch(new RegExp(`'${file}' *│ ${Object.keys(zh).length} `))
    expect(listed('--strict').status).toBe(lacking.length > 0 ? 1 : 0)
  })
})
