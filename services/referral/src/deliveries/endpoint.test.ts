import { describe, expect, it } from 'vitest'
import { checkEndpoint } from './endpoint.ts'

const reasonOf = (url: string, allowLoopback = false): string => {
  const checked = checkEndpoint(url, { allowLoopback })
  return checked.ok ? 'ok' : checked.refusal.reason
}

describe('checkEndpoint', () => {
  it('takes public https endpoints', () => {
    for (const url of ['https://mzt.example.cn/hooks', 'https://8.8.8.8/x', 'https://[2606:4700::1111]/']) {
      expect(reasonOf(url)).toBe('ok')
    }
  })
  it('takes no other scheme and no credentials', () => {
    expect(reasonOf('http://mzt.example.cn/')).toBe('not-https')
    expect(reasonOf('ftp://mzt.example.cn/')).toBe('not-https')
    expect(reasonOf('https://a:b@mzt.example.cn/')).toBe('has-credentials')
    expect(reasonOf('mzt.example.cn')).toBe('not-a-url')
  })
  it.each([
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '[::1]',
    '[::]',
    '[fe80::1]',
    '[fc00::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:8.8.8.8]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
  ])('refuses the address %s', (host) => {
    expect(reasonOf(`https://${host}/`)).toBe('local-address')
  })
  it.each(['localhost', 'localhost.', 'LOCALHOST', 'a.localhost', 'intranet', 'db.internal', 'printer.local'])(
    'refuses the name %s',
    (host) => {
      expect(reasonOf(`https://${host}/`)).toBe('local-name')
    },
  )
  it('lets only this machine through when development allows it', () => {
    for (const host of ['localhost:8790', '127.0.0.1:8790', '[::1]:8790'])
      expect(reasonOf(`http://${host}/`, true)).toBe('ok')
    expect(reasonOf('http://10.0.0.1/', true)).toBe('not-https')
    expect(reasonOf('https://10.0.0.1/', true)).toBe('local-address')
  })
})
