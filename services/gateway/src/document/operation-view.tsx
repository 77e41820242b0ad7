import { problemBase } from '@jiekun/schema'
import * as z from 'zod'
import type { OperationObject, Parameter, Response, Schema } from './openapi.ts'
import { pageTexts } from './page-texts.ts'
import { Bounds, SchemaView, typeOf, WholeSchema } from './schema-view.tsx'
import { withCode } from './with-code.tsx'

const texts = pageTexts.operation

export interface PlacedOperation {
  method: string
  path: string
  operation: OperationObject
}

export const anchorOf = ({ operationId }: OperationObject): string => `operation-${operationId}`

/** One operation: who may, what it takes, what it answers, what can go wrong. */
export function OperationView({ method, path, operation }: PlacedOperation) {
  const body = operation.requestBody?.content['application/json']
  return (
    <article class="operation">
      <h3 id={anchorOf(operation)}>{operation.summary}</h3>
      <p class="place">
        <span class={`method ${method}`}>{method.toUpperCase()}</span> <code>{path}</code>
      </p>
      {operation.description !== undefined && <p>{withCode(operation.description)}</p>}
      <p class="who">{who(operation)}</p>
      {operation.parameters && <Parameters parameters={operation.parameters} />}
      {body && (
        <>
          <h4>{texts.body}</h4>
          <WholeSchema schema={body.schema} />
        </>
      )}
      <Examples method={method} path={path} operation={operation} />
      <Answers responses={operation.responses} />
    </article>
  )
}

/** How it is called; of a notice, which nobody calls, what it holds; of an answer, each that there is. */
function Examples({ method, path, operation }: PlacedOperation) {
  const { example, examples } = operation.requestBody?.content['application/json'] ?? {}
  const isSent = operation.operationId.startsWith('notice.')
  const shown = isSent || examples ? Object.values(examples ?? { '': { summary: '', value: example } }) : []
  return (
    <>
      <h4>{texts.example}</h4>
      {!isSent && !examples && (
        <pre>
          <code>{curlOf({ method, path, operation })}</code>
        </pre>
      )}
      {shown.map(({ summary, value }) => (
        <>
          {summary !== '' && <p>{summary}:</p>}
          <pre>
            <code>{JSON.stringify(value, null, 2)}</code>
          </pre>
        </>
      ))}
    </>
  )
}

function who(operation: OperationObject) {
  if (operation.operationId.startsWith('notice.')) return texts.sent
  if (operation.tags.includes('Webhooks')) return texts.signed
  const roles = operation['x-roles']
  if (!roles) return texts.anybody
  const scope = operation['x-scope']
  if (scope === undefined) return texts.signedIn
  return (
    <>
      {texts.may}: {roles.map((role, index) => [index > 0 ? ', ' : '', <code>{role}</code>])}. {texts.scope}:{' '}
      <code>{scope}</code>
    </>
  )
}

const Parameters = ({ parameters }: { parameters: Parameter[] }) => (
  <>
    <h4>{texts.parameters}</h4>
    <ul class="fields">
      {parameters.map((parameter) => (
        <li>
          <code>{parameter.name}</code> <span class="bounds">{texts.in[parameter.in]}</span>{' '}
          <span class="type">{typeOf(parameter.schema)}</span>
          {parameter.required && <span class="required"> {texts.required}</span>}
          <Bounds schema={parameter.schema} />
          {parameter.description !== undefined && <span class="about"> {withCode(parameter.description)}</span>}
        </li>
      ))}
    </ul>
  </>
)

function Answers({ responses }: { responses: Record<string, Response> }) {
  const isGood = (status: string) => status.startsWith('2')
  const all = Object.entries(responses)
  return (
    <>
      {all
        .filter(([status]) => isGood(status))
        .map(([status, { description, content }]) => {
          const schema = content?.['application/json']?.schema
          return (
            <>
              <h4>
                {texts.answer} {status}
              </h4>
              <p>{description}.</p>
              {schema && <AnswerSchema schema={schema} />}
            </>
          )
        })}
      <h4>{texts.errors}</h4>
      <p class="problems">
        {all
          .filter(([status]) => !isGood(status))
          .map(([status, response]) => (
            <span>
              {status}{' '}
              {response.content
                ? problemsOf(response).map((type, index) => [
                    index > 0 ? ', ' : '',
                    <a href={`#problem-${type}`}>{type}</a>,
                  ])
                : response.description}
            </span>
          ))}
      </p>
    </>
  )
}

/** Of an answer that `fields` can cut down, the whole one is shown. */
function AnswerSchema({ schema }: { schema: Schema }) {
  const [whole] = schema.anyOf ?? []
  const shown = typeof whole === 'object' ? whole : schema
  return shown.properties ? <SchemaView schema={shown} /> : <WholeSchema schema={shown} />
}

const typesSchema = z.object({
  allOf: z.tuple([z.unknown(), z.object({ properties: z.object({ type: z.object({ enum: z.array(z.string()) }) }) })]),
})

/** The types of problem that an answer can be, without what all begin with. */
function problemsOf({ content }: Response): string[] {
  const parsed = typesSchema.safeParse(content?.['application/problem+json']?.schema)
  return parsed.success ? parsed.data.allOf[1].properties.type.enum.map((type) => type.slice(problemBase.length)) : []
}

/** The example as a command for a shell. */
function curlOf({ method, path, operation }: PlacedOperation): string {
  const parameters = operation.parameters ?? []
  const filled = parameters
    .filter((each) => each.in === 'path')
    .reduce((to, { name, example }) => to.replace(`{${name}}`, String(example ?? `{${name}}`)), path)
  const query = parameters.filter((each) => each.in === 'query' && each.example !== undefined)
  const search = query.map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`).join('&')
  const body = operation.requestBody?.content['application/json']?.example
  const headers = [
    ...(operation.security ? [] : ['Authorization: Bearer $KEY']),
    ...parameters.filter((each) => each.in === 'header' && each.required).map(({ name }) => `${name}: …`),
    ...(operation.requestBody ? ['Content-Type: application/json'] : []),
  ]
  return [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$HOUSE${filled}${search === '' ? '' : `?${search}`}"`,
    ...headers.map((header) => `  -H "${header}"`),
    ...(body === undefined ? [] : [`  -d '${JSON.stringify(body, null, 2)}'`]),
  ].join(' \\\n')
}
