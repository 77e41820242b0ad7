import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type Department,
  departmentName,
  departments,
  englishDepartments,
  englishMeasures,
  catalogue as measures,
  mongolianDepartments,
  mongolianMeasures,
} from '@jiekun/policy'
import { missingNames } from '@jiekun/schema'
import * as z from 'zod'
import { absolute } from '../local/workers.ts'

export type Texts = Readonly<Record<string, string>>

/** Texts of one place in every language, by key; `file` is where those of Mongolian are written. */
export interface TextCatalogue {
  file: string
  zh: Texts
  en: Texts
  mn: Texts
  /** The keys are codes of the policy or of the contract, which no page spells out. */
  byCode?: true
}

const textsSchema = z.record(z.string(), z.string())

/** Every catalogue of the house: the folders `texts` that hold a file for Mongolian, and the names that go by codes. */
export async function loadCatalogues(): Promise<TextCatalogue[]> {
  const found: TextCatalogue[] = []
  for await (const file of glob('{packages,services}/*/src/texts/mn.ts', { cwd: absolute('.') })) {
    const of = async (language: 'zh' | 'en' | 'mn'): Promise<Texts> =>
      textsSchema.parse((await import(absolute(join(dirname(file), `${language}.ts`))))[language])
    found.push({ file, zh: await of('zh'), en: await of('en'), mn: await of('mn') })
  }
  return [...found.sort((one, other) => one.file.localeCompare(other.file)), ...namesByCode()]
}

function namesByCode(): TextCatalogue[] {
  const chosen = (language: 'zh' | 'en' | 'mn'): Texts =>
    Object.fromEntries(Object.entries(missingNames).map(([code, names]) => [code, names[language] ?? '']))
  const codes = Object.keys(departments).filter((code): code is Department => Object.hasOwn(departments, code))
  const file = 'packages/policy/src/mongolian-names.ts'
  return [
    {
      file,
      zh: Object.fromEntries(Object.entries(measures).map(([code, { name }]) => [code, name])),
      en: englishMeasures,
      mn: mongolianMeasures,
      byCode: true,
    },
    {
      file,
      zh: Object.fromEntries(codes.map((code) => [code, departmentName(code)])),
      en: englishDepartments,
      mn: mongolianDepartments,
      byCode: true,
    },
    { file: 'packages/schema/src/missing.ts', zh: chosen('zh'), en: chosen('en'), mn: chosen('mn'), byCode: true },
  ]
}

/** The sources that can use a text: all but the catalogues themselves and tests. */
export async function readSources(): Promise<string[]> {
  const sources: string[] = []
  for await (const file of glob('{packages,services}/*/src/**/*.{ts,tsx}', { cwd: absolute('.') })) {
    if (/\.test\.tsx?$|\/texts\/\w+(-\w+)?\.ts$|\/texts\.ts$/.test(file)) continue
    sources.push(readFileSync(absolute(file), 'utf8'))
  }
  return sources
}
