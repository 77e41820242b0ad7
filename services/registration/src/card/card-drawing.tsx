import { languageOfText } from '@jiekun/pages'
import type { CaseView } from '@jiekun/schema/api'
import { encode } from 'uqr'
import type { Reader } from '../texts/texts.ts'

/** A6 upright: 105 by 148 mm, four units to the millimetre. */
const width = 420
const height = 592
const margin = 24
const codeSide = 150
/** Widest that a line of Chinese at the size of names may be, characters. */
const lineLength = 18

interface Line {
  label: string
  text: string
}

/**
 * The contact card 联系卡 as a drawing: it prints, and makes a picture to keep on the phone. It names nobody of the
 * household, and its code leads to where a case is looked up: whoever finds the card learns no more than a number.
 */
export function CardDrawing({ say, found, link }: { say: Reader['say']; found: CaseView; link: string }) {
  const lines = linesOf(say, found)
  let y = 176
  return (
    <svg
      id="card"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${say('card.title')} ${found.fileNumber ?? ''}`}
      font-family="Noto Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"
      fill="#1d2a33"
    >
      <rect width={width} height={height} fill="#fffdf9" />
      <rect width={width} height="76" fill="#a3301c" />
      <text x={margin} y="47" font-size="26" font-weight="700" fill="#fff">
        {say('card.title')}
      </text>
      <text x={margin} y="112" font-size="15" fill="#51606b">
        {say('status.file')}
      </text>
      <text x={margin} y="142" font-size="25" font-weight="700">
        {found.fileNumber}
      </text>
      {lines.map(({ label, text }) => {
        const top = y
        const rows = wrap(text)
        y += 30 + rows.length * 25
        return (
          <>
            <text x={margin} y={top} font-size="15" fill="#51606b">
              {label}
            </text>
            {rows.map((row, index) => (
              <text x={margin} y={top + 24 + index * 25} font-size="20" lang={languageOfText(row)}>
                {row}
              </text>
            ))}
          </>
        )
      })}
      <Code link={link} x={margin} y={height - codeSide - margin} />
      {[say('card.scan'), say('card.secret'), say('card.free')].map((text, index) => (
        <text x={margin + codeSide + 16} y={height - codeSide + index * 46} font-size="15" fill="#51606b">
          {halves(text).map((part, row) => (
            <tspan x={margin + codeSide + 16} dy={row === 0 ? 0 : 20}>
              {part}
            </tspan>
          ))}
        </text>
      ))}
    </svg>
  )
}

function linesOf(say: Reader['say'], { helper, responsible }: CaseView): Line[] {
  const hotline = { label: say('card.hotline'), text: say('card.hotlines') }
  const union = responsible && { label: say('card.union'), text: reached(responsible) }
  // Until a household is paired the union itself is who helps.
  const paired = helper && {
    label: say('card.helper'),
    text: reached({ name: helper.name, telephone: helper.telephone ?? responsible?.telephone ?? null }),
  }
  return [paired, union, hotline].filter((line) => line !== null)
}

const reached = ({ name, telephone }: { name: string; telephone: string | null }): string =>
  telephone === null ? name : `${name} ${telephone}`

/** Breaks a text where a line is full, at a space where there is one. */
function wrap(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && widthOf(`${last} ${word}`) > lineLength) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}

/** Latin letters and digits are half as wide as a character. */
const widthOf = (text: string): number => [...text].reduce((sum, each) => sum + (each < '\u2e80' ? 0.55 : 1), 0)

/** A remark in two rows, broken at its mark. */
const halves = (text: string): string[] => text.split('|')

function Code({ link, x, y }: { link: string; x: number; y: number }) {
  const { data, size } = encode(link, { border: 2 })
  const path = data.flatMap((row, at) => row.map((dark, across) => (dark ? `M${across} ${at}h1v1h-1z` : ''))).join('')
  return (
    <g transform={`translate(${x} ${y}) scale(${codeSide / size})`}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </g>
  )
}
