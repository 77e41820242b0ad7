import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { describeApi } from '../../services/gateway/src/document/document.ts'
import { readDocument } from './described.ts'
import { fromSchema } from './from-schema.ts'
import { broken } from './hostile.ts'

const json = z.looseObject({}).parse(JSON.parse(JSON.stringify(describeApi())))
const api = await readDocument({ send: async () => ({ status: 200, headers: new Headers(), text: '', json }) })
const bodies = api.operations.flatMap(({ operationId, requestBody }) => {
  const schema = requestBody?.content['application/json']?.schema
  return schema ? [{ operationId, schema }] : []
})

it.each(bodies)(
  'what is made for $operationId is valid by its schema, and what is broken mostly is not',
  ({ schema }) => {
    const ajv = new Ajv2020({ strict: false })
    addFormats.default(ajv)
    const validate = ajv.compile({ ...schema, components: json.components })
    const made = fromSchema(api, schema)
    fc.assert(
      fc.property(made, (value) => {
        expect(validate(value), ajv.errorsText(validate.errors)).toBe(true)
      }),
      { numRuns: 50 },
    )
    const valid = fc.sample(broken(made), 100).filter((value) => validate(value))
    expect(valid.length).toBeLessThan(60)
  },
)
