import * as fc from 'fast-check'
import type { Json } from './from-schema.ts'

/** Texts that have broken systems before: other planes, control characters, half a character, quotes, long ones. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\u0001\u001f\u007f',
    '\ud800',
    '\udc00x',
    '𠮷野家😀',
    '\u202eabc',
    '\ufeff',
    '\u2028',
    "' OR 1=1 --",
    '"; DROP TABLE applications',
    '%',
    '*',
    '../../etc/passwd',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '__proto__',
    'constructor',
    'true',
    '0x10',
    '1e400',
    '-1',
    '９９',
    'x'.repeat(5000),
    '长'.repeat(2000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
)

/** Values that a field does not expect. */
export const hostileJson: fc.Arbitrary<Json> = fc.oneof(
  hostileText,
  fc.constantFrom<Json>(null, true, [], {}, [[[[]]]], 0, -1, 0.5, 1e308, -1e308, 2 ** 53, 5e-324, { a: { b: null } }),
  fc.constant(nested(200)),
  fc.constant(Array.from({ length: 3000 }, () => 1)),
)

function nested(depth: number): Json {
  let value: Json = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

/** Bodies that are no JSON at all, or too much of it. */
export const hostileBody: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '{"a":1',
    '[1,]',
    'null',
    '"text"',
    '123',
    '{"a":1}{"a":1}',
    '\ufeff{}',
    '{"__proto__":{"x":1}}',
    '{"a":1,"a":2}',
    '['.repeat(20_000),
    JSON.stringify({ filler: 'x'.repeat(300 * 1024) }),
    'a=1&b=2',
    '<xml/>',
  ),
  fc.string({ maxLength: 50 }),
)

/** Names of fields that nobody knows; two of them are what a person is known by. */
const strangeNames = ['unexpected', '示例用户', '13800000000', '__proto__']

/** The value with one part of it exchanged, left out, or joined by another. */
export const broken = (whole: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc
    .tuple(whole, fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }), hostileJson, fc.nat(6))
    .map(([value, path, hostile, how]) => breakAt(value, path, hostile, how))

function breakAt(value: Json, [step, ...path]: readonly number[], hostile: Json, how: number): Json {
  if (step === undefined || typeof value !== 'object' || value === null) return hostile
  if (Array.isArray(value)) {
    if (value.length === 0) return [hostile]
    return value.map((each, index) => (index === step % value.length ? breakAt(each, path, hostile, how) : each))
  }
  const entries = Object.entries(value)
  const strange = entries.length === 0 ? strangeNames[0] : strangeNames[how - 3]
  if (strange !== undefined) return { ...value, [strange]: hostile }
  const chosen = step % entries.length
  if (how === 2) return Object.fromEntries(entries.filter((_, index) => index !== chosen))
  return Object.fromEntries(
    entries.map(([key, each], index) => [key, index === chosen ? breakAt(each, path, hostile, how) : each]),
  )
}
