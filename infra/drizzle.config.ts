import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  casing: 'snake_case',
  schema: './packages/schema/src/tables/*.ts',
  out: './infra/migrations',
})
