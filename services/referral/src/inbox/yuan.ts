/** An amount as people write it, in fen; undefined where it is none. Counted in whole digits, never in floating point. */
export function fenOfYuan(written: string): number | undefined {
  const plain = written
    .normalize('NFKC')
    .trim()
    .replace(/^[¥￥]\s*/, '')
    .replace(/\s*元$/, '')
  const [, yuan, fraction = ''] = /^(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?$/.exec(plain) ?? []
  return yuan === undefined ? undefined : Number(yuan.replaceAll(',', '') + fraction.padEnd(2, '0'))
}

/** Fen as an amount in yuan, with the digits in groups of three. */
export function yuanOfFen(fen: number): string {
  const digits = String(fen).padStart(3, '0')
  return `${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`
}
