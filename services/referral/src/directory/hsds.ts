import { measureName } from '@jiekun/policy'
import { areaFullName, areaLevel, cityOf, findArea, regionCode } from '@jiekun/schema'
import type { hsdsOrganizationSchema } from '@jiekun/schema/api'
import { v5 as uuidOf } from 'uuid'
import type * as z from 'zod'
import { type Leads, servedBy } from '../offices/served-measures.ts'
import type { OfficeRow } from '../offices/store.ts'
import { shownFields } from '../offices/views.ts'
import { type ReadRows, readRows } from './read-row.ts'

export type HsdsOrganization = z.infer<typeof hsdsOrganizationSchema>

/** HSDS names everything by a UUID: ours follow from our ids, so that two exports of one office have the same. */
const namespace = '3b8f0c1e-7a52-5d4e-9c61-2f0a8e6d4b17'
const idOf = (...parts: readonly string[]): string => uuidOf(parts.join('/'), namespace)

const divisionScheme = 'GB/T 2260'
/** Labels of what HSDS has no place for. */
const labels = { capacity: 'jiekun:capacity', closedFrom: 'jiekun:closed-from', version: 'jiekun:version' } as const
const measureLabel = 'jiekun:measure'

/** An office as an organization of HSDS 3.2. `day`: ISO date, for whether it takes referrals. */
export function writeHsds(office: OfficeRow, leads: Leads, day: string): HsdsOrganization {
  const { id, department, areaCode, version } = office
  const fields = shownFields(office)
  const place = areaFullName(areaCode)
  const note = (label: string, value: string | number | null) =>
    value === null ? [] : [{ id: idOf(id, label), label, value: String(value) }]
  const isClosed = fields.closedFrom !== null && fields.closedFrom <= day
  return {
    id: idOf(id),
    name: fields.name,
    description: `${place}困难职工解困脱困帮扶措施的责任单位（内政发〔2018〕47号）`,
    phones: fields.telephone === null ? [] : [{ id: idOf(id, 'phone'), number: fields.telephone }],
    organization_identifiers: [
      { id: idOf(id, 'office'), identifier_scheme: 'jiekun', identifier_type: 'office', identifier: id },
      {
        id: idOf(id, 'department'),
        identifier_scheme: 'jiekun',
        identifier_type: 'department',
        identifier: department,
      },
      { id: idOf(id, 'area'), identifier_scheme: divisionScheme, identifier_type: 'area', identifier: areaCode },
    ],
    locations: [
      {
        id: idOf(id, 'location'),
        location_type: 'physical',
        name: fields.name,
        external_identifier: areaCode,
        external_identifier_type: divisionScheme,
        addresses: fields.address === null ? [] : [addressOf(id, areaCode, fields.address)],
        schedules: fields.hours === null ? [] : [{ id: idOf(id, 'hours'), description: fields.hours }],
      },
    ],
    services: servedBy(office, leads).map((code) => ({
      id: idOf(id, code),
      name: measureName(code),
      status: isClosed ? 'inactive' : 'active',
      attributes: [{ id: idOf(id, code, measureLabel), label: measureLabel, value: code }],
    })),
    attributes: [
      ...note(labels.capacity, fields.capacity),
      ...note(labels.closedFrom, fields.closedFrom),
      ...note(labels.version, version),
    ],
  }
}

function addressOf(officeId: string, areaCode: string, address: string) {
  const city = areaLevel(areaCode) === 'region' ? regionCode : cityOf(areaCode)
  return {
    id: idOf(officeId, 'address'),
    address_1: address,
    city: findArea(city)?.name ?? '',
    state_province: findArea(regionCode)?.name ?? '',
    // HSDS needs one, and the directory keeps none.
    postal_code: '',
    country: 'CN',
    address_type: 'physical' as const,
  }
}

/** Reads organizations of HSDS; their places in the list are counted from 1. */
export const readHsds = (organizations: readonly HsdsOrganization[], leads: Leads): ReadRows =>
  readRows(organizations.map((organization, index) => ({ row: index + 1, said: saidBy(organization, leads) })))

function saidBy(organization: HsdsOrganization, leads: Leads): Record<string, unknown> {
  const { name, phones, locations, services, attributes, organization_identifiers: identifiers } = organization
  const identified = (type: string) => identifiers.find((each) => each.identifier_type === type)?.identifier
  const noted = (label: string) => attributes?.find((each) => each.label === label)?.value
  const numberOf = (label: string) => {
    const text = noted(label)
    return text === undefined ? null : Number(text)
  }
  const [location] = locations ?? []
  const department = identified('department')
  const listed = services?.filter(({ status }) => status !== 'defunct').map(measureOf)
  return {
    officeId: identified('office'),
    department,
    areaCode: identified('area'),
    name,
    telephone: phones && (phones[0]?.number ?? null),
    address: location?.addresses && (location.addresses[0]?.address_1 ?? null),
    hours: location?.schedules && (location.schedules[0]?.description ?? null),
    measures: listed && (isWhatItLeads(listed, leads.get(department ?? '')) ? null : listed),
    ...(attributes && {
      capacity: numberOf(labels.capacity),
      closedFrom: noted(labels.closedFrom) ?? null,
      version: numberOf(labels.version),
    }),
  }
}

const measureOf = ({ attributes }: NonNullable<HsdsOrganization['services']>[number]): string =>
  attributes?.find((each) => each.label === measureLabel)?.value ?? ''

/** An office that lists exactly what its department leads has no list of its own: it goes with the rules. */
const isWhatItLeads = (listed: readonly string[], led: readonly string[] = []): boolean =>
  listed.length === led.length && new Set([...listed, ...led]).size === led.length
