import type { AlarmFacts, IncidentFacts, OwnerFacts, PagedFacts } from '../../../lib/core/page/page-facts.ts';

/** As long as the longest of API Gateway's: the Region with the longest name, 22 characters of token. */
export const LINK = 'https://abcdefghij.execute-api.ap-southeast-2.amazonaws.com/a/Zk3_9dQ-1bTnVx0yLmPq7A';

export const latencyAlarm: AlarmFacts = {
  name: 'tocsin-prod-web-latency-critical',
  symptom: 'p99 latency 1.8 s (limit 1 s), 3 of 5 min',
  state: 'ALARM',
  severity: 'critical',
  silenced: false,
  since: '2023-08-05T14:15:00.000Z',
  reason:
    'Threshold Crossed: 3 out of the last 5 datapoints [1.82 (05/08/23 14:14:00), 1.41 (05/08/23 14:13:00), 1.1 (05/08/23 14:12:00)] were greater than the threshold (1.0) (minimum 3 datapoints for OK -> ALARM transition).',
};

/** The reference incident: the latency alarm of `web` at 10:15 in New York, 5 August 2023. */
export const latencyIncident: IncidentFacts = {
  incidentId: '01H739DZ8GQ4T6W8Y0A2C4E6G8',
  severity: 'critical',
  status: 'triggered',
  hasNeed: true,
  service: 'web',
  environment: 'prod',
  account: '123456789012',
  region: 'us-east-1',
  openedAt: '2023-08-05T14:15:00.000Z',
  level: 1,
  levels: 3,
  round: 1,
  rounds: 3,
  alarms: [latencyAlarm],
  joined: 1,
  firing: 1,
  flaps: 0,
  recoverAfterMs: 300_000,
  runbook: 'https://wiki.example.com/runbooks/web',
  description: 'Public web application',
  paging: ['you'],
  alarmDescription:
    'web answers slowly: p99 is 1 s or more in 3 of 5 minutes. First compare traffic, memory and the database with an hour ago, then the last deploy: what moved first is the likely cause.',
  console: {
    alarm:
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/tocsin-prod-web-latency-critical',
  },
  next: { who: 'Development team lead', at: '2023-08-05T14:30:00.000Z' },
  recipientTimeZone: 'America/New_York',
  now: '2023-08-05T14:15:02.000Z',
  link: LINK,
};

/** Alice since 10:20, for half an hour; Bob is paged then. */
export const alice: OwnerFacts = {
  name: 'Alice Ferreira',
  isReader: false,
  kind: 'acknowledgement',
  at: '2023-08-05T14:20:00.000Z',
  until: '2023-08-05T14:50:00.000Z',
  after: { names: ['Bob Osei'], isOwner: false },
};

export const acknowledged: IncidentFacts = {
  ...latencyIncident,
  next: undefined,
  paging: undefined,
  status: 'acknowledged',
  hasNeed: false,
  owner: alice,
  now: '2023-08-05T14:20:01.000Z',
};

export const firstPage: PagedFacts = { ...latencyIncident, kind: 'page', reason: 'escalation' };
