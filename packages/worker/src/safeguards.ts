/**
 * The four safeguards that keep a case whole. The fault run builds the workers with one of them switched off and must
 * then fail; no other build defines the flag, and the bundler folds these tests away.
 */
declare const __JIEKUN_WITHOUT__: string | undefined

export type Safeguard = 'outbox' | 'inbox' | 'lease' | 'version-guard'

const without = typeof __JIEKUN_WITHOUT__ === 'string' ? __JIEKUN_WITHOUT__ : ''

/** Whether the safeguard is in force, which it is in every build but those of the fault run. */
export const inForce = (safeguard: Safeguard): boolean => without !== safeguard
