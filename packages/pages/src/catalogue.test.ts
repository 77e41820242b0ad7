import { describe, expect, it } from 'vitest'
import { catalogueOf, filled } from './catalogue.ts'

const catalogue = catalogueOf(
  { 'home.title': '首页', 'home.lead': '在这里申请', 'state.open': '在办' },
  { 'home.title': 'Home', 'home.lead': 'Apply here', 'state.open': 'Open' },
  { 'home.title': 'ᠮᠣᠩᠭᠣᠯ', 'home.lead': '' },
)

describe('a catalogue', () => {
  it('says in Chinese what Mongolian lacks, and what is empty there', () => {
    const say = catalogue.sayIn('mn-Mong')
    expect([say('home.title'), say('home.lead'), say('state.open')]).toEqual(['ᠮᠣᠩᠭᠣᠯ', '在这里申请', '在办'])
    expect(catalogueOf({ name: '解困' }, { name: 'Jiekun' }).sayIn('mn-Mong')('name')).toBe('解困')
  })
  it('says codes by the texts of the language, and a code of which it knows nothing as it is', () => {
    expect(catalogue.sayCode(catalogue.sayIn('en'), 'state', 'open')).toBe('Open')
    expect(catalogue.sayCode(catalogue.sayIn('mn-Mong'), 'state', 'open')).toBe('在办')
    expect(catalogue.sayCode(catalogue.sayIn('en'), 'state', 'toString')).toBe('toString')
  })
  it('takes no Mongolian text under a key that Chinese does not have, and misses no English one', () => {
    // @ts-expect-error: there is no such key
    catalogueOf({ name: '解困' }, { name: 'Jiekun' }, { nmae: 'ᠮᠣᠩᠭᠣᠯ' })
    // @ts-expect-error: English lacks one
    catalogueOf({ name: '解困', full: '解困脱困' }, { name: 'Jiekun' })
  })
})

it('a text is filled in, and keeps what nobody fills in', () => {
  expect(filled('{of}：{count} 项，{what}', { of: '一', count: 2 })).toBe('一：2 项，{what}')
})
