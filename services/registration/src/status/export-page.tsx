import { listed, Quoted, yuanOf } from '@jiekun/pages'
import { measureNameIn } from '@jiekun/policy'
import type { PersonExport } from '@jiekun/schema/api'
import type { Child } from 'hono/jsx'
import { isTextKey, type Reader, sayCode } from '../texts/texts.ts'
import { when } from './when.ts'

/** The copy is a file of its own, opened without our server: it brings its style along. */
const style =
  'body{font:16px/1.6 sans-serif;overflow-wrap:anywhere;max-width:50rem;margin:1rem auto;padding:0 1rem}dl{margin:0 0 1rem;padding-left:1rem;border-left:2px solid #ccc}dt{color:#555}dd{margin:0 0 .3rem}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem}th,td{border:1px solid #ccc;padding:.2rem .4rem;text-align:left;vertical-align:top}pre{white-space:pre-wrap;word-break:break-all;font-size:.8rem}'

/** Lists whose things have more fields than a table has room for. */
const cards = new Set(['members', 'determinations', 'corrections'])
/** Codes that are said by the words of another field. */
const saidAs: Readonly<Record<string, string>> = {
  purpose: 'option.consents',
  department: 'option.withheldFrom',
  secondaryCauses: 'option.mainCause',
  by: 'option.actor',
  type: 'event',
  state: 'state',
  role: 'role',
}
/** Parts of a determination that are made for machines: they are there, folded away. */
const folded = new Set(['explanation', 'parameters', 'aid', 'basis'])
const moments = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

/** All that is held on a person as a page to keep or print: every field of the export under a name that people know. */
export function ExportPage({ reader, exported }: { reader: Reader; exported: PersonExport }) {
  const { say, language } = reader
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{say('export.title')}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>
          <h1>{say('export.title')}</h1>
          <p>{when(exported.exportedAt, language)}</p>
          {exported.cases.map((held) => (
            <>
              <h2>{held.caseNumber}</h2>
              <Things reader={reader} thing={held} />
            </>
          ))}
          {exported.files.length > 0 && <h2>{say('export.files')}</h2>}
          {exported.files.map((file) => (
            <Things reader={reader} thing={file} />
          ))}
        </main>
      </body>
    </html>
  )
}

function Things({ reader, thing }: { reader: Reader; thing: object }): Child {
  return (
    <dl>
      {Object.entries(thing).map(([key, value]) => (
        <>
          <dt>{labelOf(reader, key)}</dt>
          <dd>
            <Value reader={reader} name={key} value={value} />
          </dd>
        </>
      ))}
    </dl>
  )
}

function Value({ reader, name, value }: { reader: Reader; name: string; value: unknown }): Child {
  if (folded.has(name) && typeof value === 'object') {
    return (
      <details>
        <summary>{reader.say('export.machine')}</summary>
        <pre lang="zh-CN">{JSON.stringify(value, null, 1)}</pre>
      </details>
    )
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return '—'
    if (value.every((each) => typeof each !== 'object')) {
      return (
        <Quoted
          text={listed(
            value.map((each) => textOf(reader, name, each)),
            reader.language,
          )}
        />
      )
    }
    return cards.has(name) ? (
      value.map((each) => <Things reader={reader} thing={each} />)
    ) : (
      <Rows reader={reader} rows={value} />
    )
  }
  if (typeof value === 'object' && value !== null) return <Things reader={reader} thing={value} />
  return <Quoted text={textOf(reader, name, value)} />
}

/** A table; the keyboard can move one that is wider than the window. */
function Rows({ reader, rows }: { reader: Reader; rows: readonly Record<string, unknown>[] }): Child {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return (
    <div class="wide" tabindex={0}>
      <table>
        <tr>
          {names.map((name) => (
            <th scope="col">{labelOf(reader, name)}</th>
          ))}
        </tr>
        {rows.map((row) => (
          <tr>
            {names.map((name) => (
              <td>
                <Value reader={reader} name={name} value={row[name]} />
              </td>
            ))}
          </tr>
        ))}
      </table>
    </div>
  )
}

/** The name of a field: its own, that of the form, or the code. A code such as `identity.phone` goes by its last part. */
function labelOf({ say }: Reader, key: string): string {
  const name = key.split('.').at(-1) ?? key
  const known = [`export.${name}`, `field.${name}`, `field.${name.replace(/Fen$/, 'Yuan')}`].find(isTextKey)
  return known === undefined ? key : say(known)
}

function textOf(reader: Reader, name: string, value: unknown): string {
  const { say, language } = reader
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return say(value ? 'apply.yes' : 'apply.no')
  if (typeof value === 'number' && name.endsWith('Fen')) return yuanOf(value, language)
  const text = String(value)
  if (moments.test(text)) return when(text, language)
  if (name === 'measure' || name === 'measures' || name === 'code') return measureNameIn(text, language)
  if (name === 'fields') return labelOf(reader, text)
  const said = sayCode(say, saidAs[name] ?? `option.${name}`, text)
  return said === text && name === 'state' ? sayCode(say, 'event.referral', text) : said
}
