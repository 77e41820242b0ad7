/** A published urban dibao standard, fen per person per month, in force from 1 January of its year. */
export interface DibaoStandard {
  areaCode: string
  year: number
  urbanMonthFen: number
  source: string
  verified: string
}

/** The standards found so far; to be replaced by the official table. */
export const dibaoStandards: readonly DibaoStandard[] = [
  {
    areaCode: '150000',
    year: 2017,
    urbanMonthFen: 59100,
    source: '鄂尔多斯日报 2017-03-29 (freewechat mirror)',
    verified: 'news',
  },
  {
    areaCode: '150000',
    year: 2018,
    urbanMonthFen: 64700,
    source: 'derived: 692-45, 新华社 2019-06-26',
    verified: 'derived',
  },
  { areaCode: '150000', year: 2019, urbanMonthFen: 69200, source: '新华社 2019-06-26', verified: 'news' },
  { areaCode: '150000', year: 2020, urbanMonthFen: 73200, source: '新华社 2020-05-13', verified: 'news' },
  {
    areaCode: '150000',
    year: 2021,
    urbanMonthFen: 77200,
    source: 'derived: 813/1.053, 新华网 2022-05-25',
    verified: 'derived',
  },
  { areaCode: '150000', year: 2022, urbanMonthFen: 81300, source: '新华网 2022-05-25', verified: 'news' },
  {
    areaCode: '150000',
    year: 2023,
    urbanMonthFen: 84000,
    source: '自治区民政厅新闻发布会 2023-06-26',
    verified: 'news',
  },
  { areaCode: '150200', year: 2021, urbanMonthFen: 79500, source: '包头新闻网 790030', verified: 'news' },
  {
    areaCode: '150200',
    year: 2022,
    urbanMonthFen: 84000,
    source: '包头新闻网 790030 (effective 2022-01-01, paid retroactively by 2022-06-10)',
    verified: 'news',
  },
  {
    areaCode: '150200',
    year: 2023,
    urbanMonthFen: 88200,
    source: '包头新闻网 726703 (year inferred: 840->882)',
    verified: 'news_year_inferred',
  },
  { areaCode: '150600', year: 2022, urbanMonthFen: 90000, source: '鄂尔多斯新闻 2023-05-24', verified: 'news' },
  { areaCode: '150600', year: 2023, urbanMonthFen: 95000, source: '鄂尔多斯新闻 2023-05-24', verified: 'news' },
]
