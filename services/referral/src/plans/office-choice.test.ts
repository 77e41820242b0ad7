import { describe, expect, it } from 'vitest'
import { chooseOffice } from './office-choice.ts'

const office = (department: string, areaCode: string) => ({ id: `${department}-${areaCode}`, department, areaCode })
const offices = [office('MZT', '150000'), office('MZT', '150200'), office('MZT', '150203'), office('RST', '150000')]

describe('chooseOffice', () => {
  it('takes the office of the county where there is one', () => {
    expect(chooseOffice(offices, 'MZT', '150203')?.id).toBe('MZT-150203')
  })
  it('falls upward to the city, then to the region', () => {
    expect(chooseOffice(offices, 'MZT', '150204')?.id).toBe('MZT-150200')
    expect(chooseOffice(offices, 'MZT', '150102')?.id).toBe('MZT-150000')
    expect(chooseOffice(offices, 'RST', '150203')?.id).toBe('RST-150000')
  })
  it('finds nothing where the department has no office', () => {
    expect(chooseOffice(offices, 'NYJ', '150203')).toBeUndefined()
  })
})
