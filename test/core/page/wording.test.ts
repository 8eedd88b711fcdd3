import { describe, expect, it } from 'vitest';
import type { About, PageReason } from '../../../lib/core/incident/incident.ts';
import type { IncidentFacts, OwnerFacts, PagedFacts } from '../../../lib/core/page/page-facts.ts';
import { tagOf } from '../../../lib/core/page/wording.ts';
import { whyOf } from '../../../lib/core/page/why.ts';
import { acknowledged, alice, latencyAlarm, latencyIncident } from './latency-incident.ts';

const bob = { name: 'Bob Osei', isReader: false };
const you = { name: 'Alice Ferreira', isReader: true };
const AS_LEVEL_1 = 'You are paged as level 1 of 3.';

type Paged = Partial<Omit<PagedFacts, 'kind' | 'reason'>>;

const whyPaged = (reason: PageReason, facts: Paged): string =>
  whyOf({ ...latencyIncident, ...facts, kind: 'page', reason });

describe('a page', () => {
  it.each<[PageReason, Paged, string]>([
    ['escalation', {}, AS_LEVEL_1],
    ['escalation', { round: 2 }, 'You are paged as level 1 of 3, round 2 of 3: nobody has acknowledged yet.'],
    ['escalation', { level: 2, acknowledgedBefore: true }, 'You are paged as level 2 of 3: nobody has it now.'],
    ['escalation', { level: 0 }, 'You are paged.'],
    ['severity', {}, `It has become critical. ${AS_LEVEL_1}`],
    ['severity', { names: ['user-impact'] }, `It has become critical: user-impact fires. ${AS_LEVEL_1}`],
    ['muteEnded', {}, `Its mute has ended and it still fires. ${AS_LEVEL_1}`],
    ['returned', {}, `It is critical again after it had recovered. ${AS_LEVEL_1}`],
    ['returned', { flaps: 1 }, `It came back after it had ended. ${AS_LEVEL_1}`],
    ['returned', { flaps: 3 }, `It came back after it had ended, 3 times by now. ${AS_LEVEL_1}`],
    ['unacknowledged', {}, `The acknowledgement has ended. ${AS_LEVEL_1}`],
    ['unacknowledged', { actor: you }, `Your acknowledgement has ended. ${AS_LEVEL_1}`],
    ['snoozeEnded', { actor: you }, `Your snooze has ended and it still fires. ${AS_LEVEL_1}`],
    ['snoozeEnded', { actor: bob }, `Bob Osei's snooze has ended and it still fires. ${AS_LEVEL_1}`],
    ['uncovered', { actor: bob }, `Bob Osei's snooze did not cover what fires now. ${AS_LEVEL_1}`],
    [
      'uncovered',
      { actor: you, names: ['user-impact', 'errors'] },
      `Your snooze did not cover user-impact and errors, which fire now. ${AS_LEVEL_1}`,
    ],
    ['leftFiring', { actor: bob, names: ['latency'] }, `Bob Osei has resolved it, but latency fires on. ${AS_LEVEL_1}`],
    ['leftFiring', { actor: you }, `You have resolved it, but it fires on. ${AS_LEVEL_1}`],
    ['leftFiring', {}, `It was resolved, but it fires on. ${AS_LEVEL_1}`],
    ['requested', { actor: bob, level: 2 }, 'Bob Osei has escalated it to you. You are paged as level 2 of 3.'],
    ['reassigned', { actor: bob }, 'Bob Osei has handed it over to you.'],
    ['reassigned', {}, 'Somebody has handed it over to you.'],
    ['reopened', { actor: bob }, `It is open again: Bob Osei has reopened it. ${AS_LEVEL_1}`],
    ['reopened', {}, `It is open again. ${AS_LEVEL_1}`],
    ['reopened', { actor: you }, `It is open again: you have reopened it. ${AS_LEVEL_1}`],
    ['requested', { actor: you }, `You have escalated it, and you are next. ${AS_LEVEL_1}`],
    ['reassigned', { actor: you }, 'You have handed it over to yourself.'],
    ['escalation', { level: 2, owner: alice }, 'You are paged as level 2 of 3: nobody has what is critical.'],
    [
      'unanswered',
      { owner: alice, acknowledgedBefore: true },
      'No level is left, and nobody has what is critical. Take it, or find somebody who can.',
    ],
    ['returned', { names: ['latency'] }, `It is critical again after it had recovered: latency fires. ${AS_LEVEL_1}`],
    [
      'returned',
      { flaps: 2, names: ['latency', 'errors'] },
      `It came back after it had ended, 2 times by now: latency and errors fire. ${AS_LEVEL_1}`,
    ],
    ['unanswered', {}, 'No level is left, and nobody has answered. Take it, or find somebody who can.'],
    [
      'unanswered',
      { acknowledgedBefore: true },
      'No level is left, and nobody has it now. Take it, or find somebody who can.',
    ],
    [
      'nobodyReached',
      {},
      'No page of a whole pass through the levels could be sent. Take it, or find somebody who can.',
    ],
  ])('for %s %j says why', (reason, facts, why) => {
    expect(whyPaged(reason, facts)).toBe(why);
  });
});

describe('a page of a level that is asked because there was nobody to ask before', () => {
  it.each<[PageReason, Paged, string]>([
    ['escalation', { level: 2, passed: 'no-target' }, 'You are paged as level 2 of 3: nobody is on call at level 1.'],
    ['escalation', { level: 2, passed: 'unreachable' }, 'You are paged as level 2 of 3: level 1 cannot be reached.'],
    [
      'escalation',
      { level: 3, passed: 'not-sent' },
      'You are paged as level 3 of 3: the page of level 2 could not be sent.',
    ],
    [
      'escalation',
      { round: 2, passed: 'no-target' },
      'You are paged as level 1 of 3, round 2 of 3: nobody is on call at level 3.',
    ],
    [
      'snoozeEnded',
      { actor: bob, level: 2, passed: 'no-target' },
      "Bob Osei's snooze has ended and it still fires. You are paged as level 2 of 3: nobody is on call at level 1.",
    ],
    [
      'unanswered',
      { level: 3, isUnanswered: true, passed: 'not-sent' },
      'No level is left, and the page of level 3 could not be sent. Take it, or find somebody who can.',
    ],
  ])("for %s %j is nobody's fault", (reason, facts, why) => {
    expect(whyPaged(reason, facts)).toBe(why);
    expect(why).not.toMatch(/acknowledged|answered/);
  });
});

describe('a page at the unanswered ending', () => {
  it('is called so, whatever it is for', () => {
    const facts = { ...latencyIncident, level: 3, isUnanswered: true, actor: bob } as const;
    const page = { ...facts, kind: 'page', reason: 'requested' } as const;
    expect(tagOf(page)).toBe('UNANSWERED');
    expect(whyOf(page)).toBe('Bob Osei has escalated it to you. No level is left, so you are paged.');
  });
});

const told = (about: About, facts: Partial<IncidentFacts>): readonly [tag: string, why: string] => {
  const notification = { ...latencyIncident, ...facts, kind: 'notification', about } as const;
  return [tagOf(notification), whyOf(notification)];
};

describe('a notification', () => {
  it.each<[About, Partial<IncidentFacts>, readonly [tag: string, why: string]]>([
    ['opened', { paging: undefined }, ['CRITICAL', 'Responders are being paged.']],
    [
      'opened',
      { paging: ['Alice Ferreira', 'Bob Osei'], level: 1 },
      ['CRITICAL', 'Alice Ferreira and Bob Osei are being paged, level 1 of 3.'],
    ],
    ['opened', { paging: ['you'], level: 0 }, ['CRITICAL', 'You are being paged.']],
    ['opened', { hasNeed: false }, ['CRITICAL', 'Nobody is paged for it now.']],
    ['opened', { severity: 'warning', hasNeed: false }, ['WARNING', 'For information: nobody is paged.']],
    [
      'opened',
      { severity: 'warning', hasNeed: false, alarms: [{ ...latencyAlarm, state: 'INSUFFICIENT_DATA' }] },
      ['WARNING', 'No data any more: is the service alive? Nobody is paged.'],
    ],
    ['opened', { severity: 'silent', hasNeed: false }, ['SILENT', 'It is muted: nobody is paged.']],
    ['joined', { joined: 3 }, ['CRITICAL', 'Another alarm has joined: 3 alarms by now.']],
    ['joined', { joined: 2, names: ['cpu'] }, ['CRITICAL', 'cpu has joined, 2 alarms by now.']],
    ['joined', { joined: 9, names: ['a', 'b', 'c'] }, ['CRITICAL', 'a, b and c have joined, 9 alarms by now.']],
    ['again', { names: ['latency'] }, ['CRITICAL', 'latency fires again.']],
    ['again', {}, ['CRITICAL', 'It fires again.']],
    [
      'again',
      {
        names: ['latency', 'cpu'],
        alarms: [
          { ...latencyAlarm, name: 'latency', isNew: false },
          { ...latencyAlarm, name: 'cpu', isNew: true },
        ],
      },
      ['CRITICAL', 'latency fires again; cpu has joined.'],
    ],
    [
      'joined',
      { joined: 2, names: ['latency'], alarms: [{ ...latencyAlarm, name: 'latency', isNew: false }] },
      ['CRITICAL', 'latency fires again, 2 alarms by now.'],
    ],
    [
      'again',
      { actor: bob, names: ['latency', 'cpu'] },
      ['CRITICAL', 'Bob Osei has resolved it, but latency and cpu fire on: level 1 is paged.'],
    ],
    ['severityRaised', {}, ['CRITICAL', 'It has become critical.']],
    ['severityRaised', { names: ['user-impact'] }, ['CRITICAL', 'It has become critical: user-impact fires.']],
    [
      'severityLowered',
      { severity: 'warning' },
      ['WARNING', 'It is a warning now: nothing critical has fired for 5 min.'],
    ],
    ['severityLowered', { severity: 'silent' }, ['SILENT', 'It is muted now: nothing else has fired for 5 min.']],
    ['acknowledged', { actor: bob }, ['ACKNOWLEDGED', 'Bob Osei has acknowledged it.']],
    [
      'acknowledgementEnded',
      { actor: bob },
      ['UNACKNOWLEDGED', "Bob Osei's acknowledgement has ended: level 1 is paged."],
    ],
    [
      'acknowledgementEnded',
      { actor: you, hasNeed: false },
      ['UNACKNOWLEDGED', 'Your acknowledgement has ended: nobody is paged.'],
    ],
    ['snoozeEnded', { actor: you }, ['SNOOZE ENDED', 'Your snooze has ended and it still fires: level 1 is paged.']],
    [
      'snoozeEnded',
      { actor: bob, firing: 0, hasNeed: false },
      ['SNOOZE ENDED', "Bob Osei's snooze has ended: nobody is paged."],
    ],
    [
      'snoozeEnded',
      { actor: you, names: ['user-impact'] },
      ['SNOOZE ENDED', 'Your snooze has ended: it did not cover user-impact, which fires now; level 1 is paged.'],
    ],
    [
      'noData',
      { noDataSince: '2023-08-05T14:40:00.000Z' },
      ['NO DATA', 'No data since 10:40 EDT (14:40 UTC): that is no recovery, it stays open. Is the service alive?'],
    ],
    ['reminder', { now: '2023-08-06T14:15:00.000Z' }, ['REMINDER', 'Still open after 1 d.']],
    ['reopened', {}, ['REOPENED', 'It is open again.']],
    ['reopened', { flaps: 1, names: ['latency'] }, ['REOPENED', 'It is open again: latency fires.']],
    ['reopened', { flaps: 3 }, ['REOPENED', 'It is open again. It came back 3 times by now.']],
    ['reopened', { actor: bob }, ['REOPENED', 'It is open again: Bob Osei has reopened it.']],
    [
      'reopened',
      { actor: bob, names: ['latency'] },
      ['REOPENED', 'It is open again. Bob Osei has resolved it, but latency fires on: level 1 is paged.'],
    ],
    ['reopened', { actor: you }, ['REOPENED', 'It is open again: you have reopened it.']],
    [
      'reopened',
      { actor: bob, names: ['latency'], hasNeed: false },
      ['REOPENED', 'It is open again. Bob Osei has resolved it, but latency fires on: nobody is paged.'],
    ],
    [
      'acknowledgementEnded',
      { actor: bob, level: 3, isUnanswered: true },
      ['UNACKNOWLEDGED', "Bob Osei's acknowledgement has ended: everybody named for unanswered incidents is paged."],
    ],
    [
      'escalated',
      { actor: { name: 'Carol Lindqvist', isReader: false } },
      ['UNACKNOWLEDGED', 'Carol Lindqvist has escalated it: you do not have it any more.'],
    ],
    ['reassigned', { actor: bob }, ['UNACKNOWLEDGED', 'Bob Osei has handed it over: you do not have it any more.']],
    [
      'noData',
      { noDataSince: '2023-08-05T14:40:00.000Z', names: ['errors', 'cpu'] },
      [
        'NO DATA',
        'errors and cpu have had no data since 10:40 EDT (14:40 UTC): that is no recovery, it stays open. Is the service alive?',
      ],
    ],
    [
      'noData',
      {
        names: ['cpu'],
        alarms: [
          { ...latencyAlarm, name: 'cpu', state: 'INSUFFICIENT_DATA', symptom: 'CPU of db: its alarm was deleted' },
        ],
      },
      ['NO DATA', 'cpu was deleted: that is no recovery, it stays open. Is it watched otherwise?'],
    ],
    ['resolved', {}, ['RESOLVED', 'It is resolved.']],
  ])('of %s %j says what happened', (about, facts, tagAndWhy) => {
    expect(told(about, facts)).toEqual(tagAndWhy);
  });
});

describe('who has it', () => {
  const ownedBy = (changes: Partial<OwnerFacts>): string =>
    told('acknowledged', { ...acknowledged, owner: { ...alice, ...changes } })[1];

  it.each<[Partial<OwnerFacts>, string]>([
    [{}, 'Escalation starts again at 10:50 EDT (14:50 UTC) unless they act: Bob Osei is paged then.'],
    [
      { after: { names: ['Alice Ferreira'], isOwner: true } },
      'starts again at 10:50 EDT (14:50 UTC) unless they act: they are paged again then.',
    ],
    [
      { after: { names: ['Bob Osei', 'Carol'], isOwner: false } },
      'unless they act: Bob Osei and Carol are paged then.',
    ],
    [{ after: { names: ['A', 'B', 'C', 'D'], isOwner: false } }, 'unless they act: A, B and 2 more are paged then.'],
    [{ after: { names: [], isOwner: false, isReader: true } }, 'unless they act: you are paged then.'],
    [
      { after: { names: ['Bob Osei'], isOwner: false, isReader: true } },
      'unless they act: you and Bob Osei are paged then.',
    ],
    [{ after: undefined }, 'That holds until 10:50 EDT (14:50 UTC); nobody is paged then.'],
    [
      { isReader: true },
      'You have it since 10:20 EDT (14:20 UTC). Escalation starts again at 10:50 EDT (14:50 UTC) unless you act: Bob Osei is paged then.',
    ],
    [
      { kind: 'snooze' },
      'Alice Ferreira has snoozed it. Escalation starts again at 10:50 EDT (14:50 UTC) unless it is over: Bob Osei is paged then.',
    ],
  ])('%j is said with what happens then', (changes, sentence) => {
    expect(ownedBy(changes)).toContain(sentence);
  });

  it('is told to both where another acknowledges as well', () => {
    const facts = { ...acknowledged, actor: bob };
    expect(told('offered', facts)).toEqual([
      'ACKNOWLEDGED',
      'Bob Osei has acknowledged it too. Alice Ferreira has it since 10:20 EDT (14:20 UTC). Escalation starts again at 10:50 EDT (14:50 UTC) unless they act: Bob Osei is paged then.',
    ]);
    expect(told('offered', { ...facts, actor: { ...bob, isReader: true } })[1]).toMatch(
      /^Your acknowledgement is noted\. Alice Ferreira has it since/,
    );
  });
});
