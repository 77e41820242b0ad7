import * as z from 'zod'

const perMinute = z.coerce.number().int().positive()

/** What a deployment sets about its front door. */
const settingsSchema = z
  .object({
    /** `true` on a developer's machine alone: seeded credentials, the local key ring and a provider over http are taken. */
    LOCAL_HOUSE: z.stringbool().catch(false),
    STAFF_REQUESTS_PER_MINUTE: perMinute.catch(1200),
    PUBLIC_REQUESTS_PER_MINUTE: perMinute.catch(300),
    OIDC_ISSUER: z.string().default(''),
    OIDC_CLIENT_ID: z.string().default(''),
    /** A secret; a provider that takes public clients needs none. */
    OIDC_CLIENT_SECRET: z.string().min(1).optional().catch(undefined),
    OIDC_NAME: z.string().default(''),
  })
  .transform((env) => ({
    local: env.LOCAL_HOUSE,
    requestsPerMinute: { staff: env.STAFF_REQUESTS_PER_MINUTE, public: env.PUBLIC_REQUESTS_PER_MINUTE },
    provider:
      env.OIDC_ISSUER === ''
        ? undefined
        : {
            issuer: env.OIDC_ISSUER,
            clientId: env.OIDC_CLIENT_ID,
            clientSecret: env.OIDC_CLIENT_SECRET,
            name: env.OIDC_NAME || new URL(env.OIDC_ISSUER).host,
          },
  }))

export type Settings = z.infer<typeof settingsSchema>
export type ProviderSettings = NonNullable<Settings['provider']>

const known = new WeakMap<object, Settings>()

/** The settings in an environment. Throws where an issuer is no address. */
export function settingsOf(env: object): Settings {
  const settings = known.get(env) ?? settingsSchema.parse(env)
  known.set(env, settings)
  return settings
}
