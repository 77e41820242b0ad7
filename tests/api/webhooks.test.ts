import { parseNotice, signMessage, verifyMessage } from '@jiekun/department-kit'
import {
  noticeTypes,
  officeAnswerSchema,
  officeNoticeSchema,
  testNoticeSchema,
  tokenGrantSchema,
  tokenRequestSchema,
} from '@jiekun/schema'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { describeApi } from '../../services/gateway/src/document/document.ts'
import type { Json, OperationObject, Schema } from '../../services/gateway/src/document/openapi.ts'

const document = describeApi()
const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)
ajv.addSchema({ $id: 'house', components: document.components })

/** What is not as its schema says; nothing where all is. */
function objections(schema: Schema, value: unknown): string {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"house#/components/')))
  return validate(value) ? '' : ajv.errorsText(validate.errors)
}
const mediaOf = (operation: OperationObject | undefined) => {
  const media = operation?.requestBody?.content['application/json']
  if (!operation || !media) throw new Error('it is not described')
  return { operation, media }
}
/** Whether the kit believes a body that is signed, and what it reads. */
async function received(example: Json | undefined) {
  const body = JSON.stringify(example)
  const secret = `whsec_${btoa('a secret of this test alone')}`
  const headers = await signMessage({ secret }, { id: 'msg_1', body })
  return { verified: await verifyMessage({ secrets: [secret] }, headers, body), parsed: parseNotice(body) }
}
const headersOf = ({ parameters = [] }: OperationObject) =>
  parameters.filter((each) => each.in === 'header' && each.required).map(({ name }) => name)
const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature']

describe('the webhooks that the house sends', () => {
  it('are all described, and no others', () => {
    const sample = testNoticeSchema.shape.type.value
    expect(Object.keys(document.webhooks).toSorted()).toEqual([...noticeTypes, sample].toSorted())
  })

  it.each(noticeTypes)(
    '%s: headers, a schema of its own, and an example that the kit verifies and reads',
    async (type) => {
      const { operation, media } = mediaOf(document.webhooks[type]?.post)
      expect(headersOf(operation)).toEqual(signed)
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['2XX', '410', '429', 'default']))
      expect(objections(media.schema, media.example)).toBe('')
      const another = { ...officeNoticeSchema.parse(media.example), type: noticeTypes.find((each) => each !== type) }
      expect(objections(media.schema, another)).toContain('must be equal to constant')
      expect(await received(media.example)).toMatchObject({
        verified: { ok: true },
        parsed: { kind: 'referral', notice: officeNoticeSchema.parse(media.example) },
      })
      const [, answers = ''] = /when it is so: (.+)\.$/.exec(operation.description ?? '') ?? []
      const named = [...answers.matchAll(/`(.+?)`/g)].map(([, name]) => name)
      const known: (string | undefined)[] = officeAnswerSchema.options.map(({ shape }) => shape.type.value)
      expect(answers === 'nothing' || named.length > 0).toBe(true)
      expect(named.filter((name) => !known.includes(name))).toEqual([])
    },
  )

  it('endpoint.test: an example that the kit verifies and knows as a sample', async () => {
    const { operation, media } = mediaOf(document.webhooks['endpoint.test']?.post)
    expect(headersOf(operation)).toEqual(signed)
    expect(objections(media.schema, media.example)).toBe('')
    expect(await received(media.example)).toMatchObject({
      verified: { ok: true },
      parsed: { kind: 'test', notice: testNoticeSchema.parse(media.example) },
    })
  })
})

describe('the webhooks that offices send', () => {
  it('each kind of answer has an example that the house would take', () => {
    const { operation, media } = mediaOf(document.paths['/hooks/departments/{officeId}']?.post)
    expect(headersOf(operation)).toEqual(signed)
    const types = officeAnswerSchema.options.map(({ shape }) => shape.type.value)
    expect(Object.keys(media.examples ?? {})).toEqual(types)
    for (const [type, { value }] of Object.entries(media.examples ?? {})) {
      expect([type, objections(media.schema, value)]).toEqual([type, ''])
      expect(officeAnswerSchema.parse(value)).toEqual(value)
      expect(value).toMatchObject({ type })
    }
  })

  it('a token is asked for and given as the examples show', () => {
    const { operation, media } = mediaOf(document.paths['/hooks/departments/{officeId}/tokens']?.post)
    expect(headersOf(operation)).toEqual(signed)
    expect([objections(media.schema, media.example), tokenRequestSchema.parse(media.example)]).toEqual([
      '',
      media.example,
    ])
    const given = operation.responses[200]?.content?.['application/json']
    expect([objections(given?.schema ?? {}, given?.example), tokenGrantSchema.parse(given?.example)]).toEqual([
      '',
      given?.example,
    ])
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '404', '409']))
  })
})
