import type { TextKey } from './zh.ts'

/** The messages an applicant gets, in English. */
export const en: Record<TextKey, string> = {
  received:
    '[Jiekun] We have your application. Case number {caseNumber}. Keep it and the access code to follow your case.',
  returned: '[Jiekun] Your application {caseNumber} still needs: {missing}. Look up the note and ask your local union.',
  endorsed:
    '[Jiekun] The review of your application {caseNumber} is done. The public notice lasts until {noticeEndsOn}; without your consent nothing is published. Then it is decided, and you will be told.',
  corrected:
    '[Jiekun] Details of your application {caseNumber} were corrected. If you did not ask for this, contact your union at once.',
  declined: '[Jiekun] Your application {caseNumber} was not approved. Look up the reasons; you may ask for a review.',
  withdrawn: '[Jiekun] Your application {caseNumber} is withdrawn, as you asked. You can apply again when you need to.',
  answered: '[Jiekun] What you asked or reported (case {caseNumber}) has been answered. Look up your case to read it.',
  twinned:
    '[Jiekun] Another application was made under your ID number on {twinnedOn}. If it was you, your first case {caseNumber} goes on and there is nothing to do. If it was not, contact {union} at once.',
  approved: '[Jiekun] Your application {caseNumber} is approved. Household file {fileNumber} is open.',
  referred: '[Jiekun] {referrals} measures for case {caseNumber} have gone to the departments that owe them.',
  accepted: '[Jiekun] The department has accepted “{measure}” (case {caseNumber}).',
  delivered:
    '[Jiekun] The department says that “{measure}” has been delivered (case {caseNumber}). Look up your case and tell us whether it arrived.',
  reminded: '[Jiekun] Has “{measure}” arrived (case {caseNumber})? If it has not, look up your case and tell us now.',
  escalated:
    '[Jiekun] “{measure}” is overdue (case {caseNumber}). It was raised to the level above; you will be told how it goes.',
  completed: '[Jiekun] Every measure of your plan (case {caseNumber}) is settled.',
  'union.local': 'your local union',
  'agent.received':
    '[Jiekun] The application {caseNumber} that you help with has been received. Follow it under “Helping others”.',
  'agent.endorsed':
    '[Jiekun] The application {caseNumber} that you help with has passed the review; the public notice has begun.',
  'agent.corrected': '[Jiekun] The application {caseNumber} that you help with was corrected.',
  'agent.declined':
    '[Jiekun] The application {caseNumber} that you help with was not approved; the applicant may ask for a review.',
  'agent.withdrawn': '[Jiekun] The application {caseNumber} that you help with is withdrawn.',
  'agent.answered':
    '[Jiekun] The application {caseNumber} that you help with has an answer for the applicant; please tell them.',
  'agent.twinned':
    '[Jiekun] The application {caseNumber} that you help with was joined by another one under the same ID number. Please tell the applicant, who should contact the union at once if it was not them.',
  'agent.approved': '[Jiekun] The application {caseNumber} that you help with is approved.',
  'agent.referred': '[Jiekun] The application {caseNumber} that you help with has gone to the departments that help.',
  'agent.accepted':
    '[Jiekun] The application {caseNumber} that you help with has a measure that its department has accepted.',
  'agent.delivered':
    '[Jiekun] The application {caseNumber} that you help with has a measure said to be delivered; please ask the applicant to confirm it.',
  'agent.reminded':
    '[Jiekun] The application {caseNumber} that you help with has a measure that waits for the applicant to confirm it; please remind them.',
  'agent.escalated':
    '[Jiekun] The application {caseNumber} that you help with has a measure that is overdue; it was raised to the level above.',
  'agent.completed': '[Jiekun] The application {caseNumber} that you help with is settled: every measure has ended.',
  'agent.returned':
    '[Jiekun] The application {caseNumber} that you help with needs more documents or information. Asked for: {missing}.',
}
