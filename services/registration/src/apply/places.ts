import { type Area, areaLevel, areas, cityOf } from '@jiekun/schema'

export interface PlaceGroup {
  name: string
  places: readonly Area[]
}

/** Banners and counties under their league or city. */
export const countyGroups: readonly PlaceGroup[] = areas
  .filter(({ code }) => areaLevel(code) === 'city')
  .map((city) => ({
    name: city.name,
    places: areas.filter(({ code }) => areaLevel(code) === 'county' && cityOf(code) === city.code),
  }))

const provinces: readonly (readonly [code: string, name: string])[] = [
  ['110000', '北京'],
  ['120000', '天津'],
  ['130000', '河北'],
  ['140000', '山西'],
  ['210000', '辽宁'],
  ['220000', '吉林'],
  ['230000', '黑龙江'],
  ['310000', '上海'],
  ['320000', '江苏'],
  ['330000', '浙江'],
  ['340000', '安徽'],
  ['350000', '福建'],
  ['360000', '江西'],
  ['370000', '山东'],
  ['410000', '河南'],
  ['420000', '湖北'],
  ['430000', '湖南'],
  ['440000', '广东'],
  ['450000', '广西'],
  ['460000', '海南'],
  ['500000', '重庆'],
  ['510000', '四川'],
  ['520000', '贵州'],
  ['530000', '云南'],
  ['540000', '西藏'],
  ['610000', '陕西'],
  ['620000', '甘肃'],
  ['630000', '青海'],
  ['640000', '宁夏'],
  ['650000', '新疆'],
]

/** Where a household can be registered: here by county, elsewhere by province. */
export const hukouGroups: readonly PlaceGroup[] = [
  ...countyGroups,
  { name: '自治区外', places: provinces.map(([code, name]) => ({ code, name })) },
]
