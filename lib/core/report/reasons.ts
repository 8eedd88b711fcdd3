import type { About, PageReason, Passed } from '../incident/incident.ts';

export const WHY_PAGED: Readonly<Record<PageReason, string>> = {
  escalation: '',
  severity: ', it has become worse',
  muteEnded: ', its mute ended',
  returned: ', it is critical again',
  unacknowledged: ', the acknowledgement ended',
  snoozeEnded: ', the snooze ended',
  uncovered: ', the snooze did not cover what fires',
  leftFiring: ', it was resolved and fires on',
  requested: ', it was escalated',
  reassigned: ', it was handed over',
  reopened: ', it was reopened',
  unanswered: ', nobody answered',
  nobodyReached: ', nothing could be sent to anybody else',
  test: '',
};

export const ABOUT: Readonly<Record<About, string>> = {
  opened: 'it has opened',
  joined: 'another alarm has joined',
  again: 'it fires again',
  severityRaised: 'it has become worse',
  severityLowered: 'it has become milder',
  acknowledged: 'it is acknowledged',
  offered: 'it was acknowledged by another as well',
  acknowledgementEnded: 'the acknowledgement has ended',
  snoozeEnded: 'the snooze has ended',
  escalated: 'it was escalated, and is theirs no more',
  reassigned: 'it was handed over, and is theirs no more',
  noData: 'there is no data any more',
  reminder: 'it is still open',
  reopened: 'it is open again',
  resolved: 'it is resolved',
  causeRevised: 'what was said of the cause has changed',
};

export const SKIPPED: Readonly<Record<Passed, string>> = {
  'no-target': 'nobody is on call there',
  unreachable: 'it cannot be reached, by the last audit',
  'not-sent': 'its page could not be sent',
};

export const ENDED = {
  timeout: 'nothing was done for so long',
  snoozeOver: 'its time is over',
  uncovered: 'it does not cover what fires now',
  severity: 'it has become worse',
  reassigned: 'it was handed over',
  escalated: 'it was escalated',
} as const;

export const REOPENED = {
  alarm: 'reopened: it fires again',
  person: 'reopened',
  'left-firing': 'reopened: it fires on after it was resolved',
} as const;

/** Why what was not sent yet need not be sent. */
export const WITHDRAWN = {
  acknowledged: 'it is acknowledged',
  reassigned: 'it was handed over',
  resolved: 'it is resolved',
  superseded: 'a newer one takes its place',
  recovered: 'it has recovered',
  escalated: 'it was escalated',
} as const;
