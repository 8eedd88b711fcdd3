import { describe, expect, it } from 'vitest';
import type { About, PageReason } from '../../../lib/core/incident/incident.ts';
import type { IncidentFacts } from '../../../lib/core/page/page-facts.ts';
import { tagOf, whyOf } from '../../../lib/core/page/wording.ts';
import { latencyAlarm, latencyIncident } from './latency-incident.ts';

describe('a page', () => {
  it.each<[PageReason, Partial<IncidentFacts>, string]>([
    ['escalation', {}, 'You are paged as level 1 of 3.'],
    ['escalation', { round: 2 }, 'You are paged as level 1 of 3, round 2 of 3: nobody has acknowledged yet.'],
    ['escalation', { level: 2, acknowledgedBefore: true }, 'You are paged as level 2 of 3: nobody has it now.'],
    ['escalation', { level: 2, who: 'Bob' }, 'You are paged as level 2 of 3: Bob has escalated it.'],
    ['escalation', { level: 0 }, 'You are paged.'],
    ['severity', {}, 'It has become critical. You are paged as level 1 of 3.'],
    ['unacknowledged', {}, 'The acknowledgement has ended. You are paged as level 1 of 3.'],
    ['reassigned', { who: 'Bob Osei' }, 'Bob Osei hands it over to you.'],
    ['reopened', {}, 'It is open again. You are paged as level 1 of 3.'],
    ['reopened', { flaps: 1 }, 'It came back after it had ended. You are paged as level 1 of 3.'],
    ['reopened', { flaps: 3 }, 'It came back after it had ended, 3 times by now. You are paged as level 1 of 3.'],
    ['muteEnded', {}, 'Its mute has ended and it still fires. You are paged as level 1 of 3.'],
    ['unanswered', {}, 'No level is left, and nobody has answered. Take it, or find somebody who can.'],
    [
      'unanswered',
      { acknowledgedBefore: true },
      'No level is left, and nobody has it now. Take it, or find somebody who can.',
    ],
    [
      'unanswered',
      {
        status: 'acknowledged',
        acknowledgement: { by: 'Bob Osei', at: '2023-08-05T14:20:00.000Z', until: '2023-08-05T14:50:00.000Z' },
      },
      'Bob Osei has it and asks for help: no level is left.',
    ],
  ])('for %s %j says why', (reason, facts, why) => {
    expect(whyOf({ ...latencyIncident, ...facts, kind: 'page', reason })).toBe(why);
  });
});

describe('a notification', () => {
  it.each<[About, Partial<IncidentFacts>, readonly [tag: string, why: string]]>([
    ['opened', {}, ['CRITICAL', 'Responders are being paged.']],
    ['opened', { severity: 'warning' }, ['WARNING', 'For information: nobody is paged.']],
    [
      'opened',
      { severity: 'warning', alarms: [{ ...latencyAlarm, state: 'INSUFFICIENT_DATA' }] },
      ['WARNING', 'No data any more: is the service alive? Nobody is paged.'],
    ],
    ['opened', { severity: 'silent' }, ['SILENT', 'It is muted: nobody is paged.']],
    ['joined', { joined: 3 }, ['CRITICAL', 'Another alarm has joined: 3 alarms by now.']],
    ['severityRaised', {}, ['CRITICAL', 'It has become critical.']],
    ['acknowledged', { who: 'Bob Osei' }, ['ACKNOWLEDGED', 'Bob Osei has acknowledged it.']],
    ['acknowledgementEnded', {}, ['UNACKNOWLEDGED', 'The acknowledgement has ended: the next page goes out.']],
    ['acknowledgementEnded', { level: 0 }, ['UNACKNOWLEDGED', 'The acknowledgement has ended: nobody is paged.']],
    [
      'noData',
      { noDataSince: '2023-08-05T14:40:00.000Z' },
      ['NO DATA', 'No data since 10:40 EDT (14:40 UTC): that is no recovery, it stays open. Is the service alive?'],
    ],
    ['reminder', { now: '2023-08-06T14:15:00.000Z' }, ['REMINDER', 'Still open after 1 d.']],
    ['reopened', { flaps: 1 }, ['REOPENED', 'It came back after it had ended.']],
    ['resolved', {}, ['RESOLVED', 'It is resolved.']],
  ])('of %s %j says what happened', (about, facts, tagAndWhy) => {
    const told = { ...latencyIncident, ...facts, kind: 'notification', about } as const;
    expect([tagOf(told), whyOf(told)]).toEqual(tagAndWhy);
  });
});
