/**
 * The network address that a request counts for: an IPv4 address whole, of an IPv6 address the first 64 bits, which is
 * what one household or office is given. The platform sets the header itself; a caller cannot.
 */
export function callerAddress(connectingIp: string | undefined): string {
  const address = (connectingIp ?? 'unknown').trim().toLowerCase().slice(0, 64)
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.split('::', 2)
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [first, last] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  return [...first, ...zeros, ...last]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
