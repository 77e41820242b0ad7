/**
 * Whose data needs the consent of a guardian: personal data of a minor under 14 is sensitive, and is used only where a
 * parent or another guardian has consented (个人信息保护法 第二十八条、第三十一条).
 */
import { ageOn } from '@jiekun/policy'
import type { FieldError, GuardianConsent, Member } from '@jiekun/schema'

/** From this age on a person consents themself. */
const ownConsentFrom = 14
/** Who is younger is nobody's guardian (民法典 第十七条、第二十七条). */
const guardianFrom = 18

type Born = Pick<Member, 'birthDate'>

/** Whether a person needs the consent of a guardian on a day, an ISO date in China. */
export const needsGuardian = ({ birthDate }: Born, day: string): boolean => ageOn(birthDate, day) < ownConsentFrom

/** Whether the applicant can be the guardian of another member on a day; undefined: the applicant is in no list of members. */
export const mayBeGuardian = (applicant: Born | undefined, day: string): boolean =>
  applicant !== undefined && ageOn(applicant.birthDate, day) >= guardianFrom

/**
 * What is missing or wrong in the consents of guardians for a household on a day, by the paths of an application. Members
 * that `standing` names have a consent from before.
 */
export function guardianFaults(
  members: readonly Member[],
  consents: readonly GuardianConsent[],
  day: string,
  standing: ReadonlySet<string> = new Set(),
): FieldError[] {
  const applicant = members.find(({ relation }) => relation === 'applicant')
  const given = new Set(consents.map(({ member }) => member))
  const lacking = members.flatMap((member, position) =>
    needsGuardian(member, day) && !given.has(position) && !standing.has(member.memberId)
      ? [
          {
            path: 'guardianConsents',
            message: `lacks the consent of a guardian for members.${position}, who is under 14`,
          },
        ]
      : [],
  )
  const wrong = consents.flatMap(({ member: position, name }, at) => {
    const member = members[position]
    if (!member) return [{ path: `guardianConsents.${at}.member`, message: 'is no member of the household' }]
    if (name !== undefined || !needsGuardian(member, day)) return []
    return member === applicant || !mayBeGuardian(applicant, day)
      ? [
          {
            path: `guardianConsents.${at}.name`,
            message: 'must name the guardian: the applicant cannot be the guardian',
          },
        ]
      : []
  })
  return [...lacking, ...wrong]
}
