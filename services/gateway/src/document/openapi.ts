import type * as z from 'zod'

/** The parts of OpenAPI 3.1 that our document uses. */
export type Schema = z.core.JSONSchema.BaseSchema
export type Json = z.core.util.JSONType

export interface Header {
  description: string
  schema: Schema
}
export interface Media {
  schema: Schema
  example?: Json
  /** Several, by name, where one would not show all that it can be. */
  examples?: Record<string, { summary: string; value: Json }>
}
export interface Response {
  description: string
  headers?: Record<string, Header | { $ref: string }>
  content?: Record<string, Media>
}
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: Schema
  example?: Json
}
export interface OperationObject {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required: true; content: Record<string, Media> }
  responses: Record<string, Response>
  /** The scope that it asks for; none where it is public or for anybody who has signed in. */
  'x-scope'?: string
  /** The roles that hold the scope, and how far each reaches. */
  'x-roles'?: string[]
  'x-reach'?: Record<string, string>
}
export interface Document {
  openapi: '3.1.1'
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } }
  servers: { url: string; description: string }[]
  security: Record<string, string[]>[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, OperationObject>>
  webhooks: Record<string, Record<string, OperationObject>>
  components: {
    schemas: Record<string, Schema>
    headers: Record<string, Header>
    securitySchemes: Record<string, Record<string, string>>
  }
}
