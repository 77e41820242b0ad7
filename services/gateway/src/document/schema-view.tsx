import type { Child } from 'hono/jsx'
import type { Schema } from './openapi.ts'
import { pageTexts } from './page-texts.ts'
import { propertiesOf } from './schemas.ts'

const texts = pageTexts.schema

/** The fields of a schema, each with what it may be. Named schemas are linked to, so a view of one that holds itself ends. */
export function SchemaView({ schema }: { schema: Schema }) {
  const fields = Object.entries(propertiesOf(schema))
  if (fields.length === 0) return null
  return (
    <ul class="fields">
      {fields.map(([name, field]) => (
        <li>
          <code>{name}</code> <span class="type">{typeOf(field)}</span>
          {schema.required?.includes(name) && <span class="required"> {pageTexts.operation.required}</span>}
          <Bounds schema={field} />
          {field.description !== undefined && <span class="about"> {field.description}</span>}
          {innerOf(field).map((inner) => (
            <SchemaView schema={inner} />
          ))}
        </li>
      ))}
    </ul>
  )
}

/** The schema with its type first, for what is no object. */
export const WholeSchema = ({ schema }: { schema: Schema }) => (
  <>
    <p>
      <span class="type">{typeOf(schema)}</span>
    </p>
    {innerOf(schema).map((inner) => (
      <SchemaView schema={inner} />
    ))}
  </>
)

/** The objects within a schema whose fields are shown below it. */
function innerOf(schema: Schema): Schema[] {
  if (schema.properties) return [schema]
  const items = itemsOf(schema)
  if (items) return innerOf(items)
  return choicesOf(schema).flatMap(innerOf)
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const itemsOf = ({ items }: Schema): Schema | undefined => (isSchema(items) ? items : undefined)
const choicesOf = ({ anyOf, oneOf }: Schema): Schema[] => (anyOf ?? oneOf ?? []).filter(isSchema)

/** What a value may be, in a few words. */
export function typeOf(schema: Schema): Child {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return <a href={`#schema-${name}`}>{name}</a>
  }
  if (schema.const !== undefined) return <code>{JSON.stringify(schema.const)}</code>
  if (schema.enum) return joined(schema.enum.map((value) => <code>{String(value)}</code>))
  const [narrowed] = schema.allOf ?? []
  if (isSchema(narrowed)) return typeOf(narrowed)
  const choices = choicesOf(schema)
  if (choices.length > 0) return joined(choices.map(typeOf))
  const items = itemsOf(schema)
  if (items) return [texts.listOf, typeOf(items)]
  if (isSchema(schema.additionalProperties) && !schema.properties)
    return [texts.record, typeOf(schema.additionalProperties)]
  if (schema.format === 'date' || schema.format === 'date-time') return schema.format
  return [schema.type ?? texts.any].flat().join(texts.or)
}

const joined = (parts: Child[]): Child => parts.flatMap((part, index) => (index === 0 ? [part] : [texts.or, part]))

/** Longest pattern that tells a person something. */
const longestPattern = 60

export function Bounds({ schema }: { schema: Schema }) {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, pattern, format } = schema
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum
  const said = [
    texts.characters(minLength, maxLength),
    texts.between(least, most),
    texts.items(minItems, maxItems),
    schema.default === undefined ? '' : texts.default + JSON.stringify(schema.default),
  ].filter((each) => each !== '')
  const showPattern = pattern !== undefined && format === undefined && pattern.length <= longestPattern
  return (
    <>
      {said.length > 0 && <span class="bounds"> {said.join(', ')}</span>}
      {showPattern && <code class="bounds"> {pattern}</code>}
    </>
  )
}
