/** A log line as JSON: codes and ids only. Of an error its class and stack frames are kept, never its message, which may quote input. */
export function log(level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown> = {}): void {
  const line = JSON.stringify({ level, event, ...fields }, (_, value: unknown) =>
    value instanceof Error
      ? {
          name: value.name,
          frames: (value.stack ?? '')
            .split('\n')
            .filter((each) => each.trim().startsWith('at '))
            .slice(0, 6),
        }
      : value,
  )
  console[level](line)
}
