/** Where an export shows the rows that a table holds on a case. */
export const exportedTables: Readonly<Record<string, string>> = {
  applications: 'cases',
  application_transitions: 'cases.transitions',
  determinations: 'cases.determinations',
  timeline: 'cases.timeline',
  case_agents: 'cases.agent',
  case_measures: 'cases.measures',
  plans: 'cases.plan',
  referrals: 'cases.referrals',
  referral_transitions: 'cases.referrals.transitions',
  messages: 'cases.messages',
  referral_escalations: 'cases.referrals.escalations',
  cooperation_tasks: 'cases.cooperation',
  case_requests: 'cases.requests',
  disclosures: 'cases.disclosures',
  corrections: 'cases.corrections',
  documents: 'cases.givenDocuments',
  household_files: 'files',
}

/** Tables that hold rows of a case and are not exported, and why they need not be. */
export const unexportedTables: Readonly<Record<string, string>> = {
  agents: 'who applied for the person: somebody else, of whom cases.agent holds what is masked',
  audit: 'who worked on the case; that staff opened sealed data is told in cases.accesses, the rest is about staff',
  deliveries: 'how often a webhook was tried; what left the house by it is in cases.disclosures',
  delivery_attempts:
    'how each attempt of a webhook went, for thirty days; what left the house by it is in cases.disclosures',
  document_parts: 'parts of a file on its way, sealed, for a day at most; once it is whole it is a document',
  drafts: 'after sending only the receipt, sealed, for an hour',
  correction_drafts:
    'what its applicant is putting right and has not sent: shown on the pages of the correction, sealed, for thirty days at most',
  draft_browsers: 'digests of the secrets of browsers, and the number of the draft, which is not the case',
  code_attempts: 'how often a wrong access code was tried, for a quarter of an hour',
  idempotent_answers: 'the answers to requests, sealed, for seven days; what they say is in the rows they tell of',
  outbox: 'events on their way, made of codes; what they tell is in the rows they tell of',
  inbox: 'ids of events',
  dead_letters: 'events that could not be worked off, made of codes',
  sign_in_attempts: 'how often staff failed to sign in; their subject is a user or an address',
  users: 'staff; their subject is what an OpenID provider calls them',
  received_webhooks: 'ids of webhooks of offices',
  file_transitions: 'who of the staff opened or paired the file; the file itself and its helper are in files',
  event_log: 'events as other systems hear them, made of codes; what they tell is in the rows they tell of',
  search_terms: 'keyed digests of the name, and codes of causes and task groups; both are in the case itself',
}
