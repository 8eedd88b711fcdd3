import { leakSaid } from '../../support/said-diagnosis.ts';
import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import { septetsOf } from '../../../lib/core/page/gsm-7.ts';
import type { IncidentFacts, PageFacts } from '../../../lib/core/page/page-facts.ts';
import { acknowledged, alice, firstPage, latencyAlarm, latencyIncident, LINK } from './latency-incident.ts';

/** What to look at first, and where. */
const ADVICE = `Description: web answers slowly: p99 is 1 s or more in 3 of 5 minutes. First
compare traffic, memory and the database with an hour ago, then the last
deploy: what moved first is the likely cause.
Runbook: https://wiki.example.com/runbooks/web
Alarm: tocsin-prod-web-latency-critical
  critical, ALARM since 10:15 EDT (14:15 UTC)
  Threshold Crossed: 3 out of the last 5 datapoints [1.82, 1.41, 1.1] were
  greater than the threshold (1).
Console: https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/tocsin-prod-web-latency-critical`;

/** Where the diagnosis needs the room. */
const BRIEF_ADVICE = ADVICE.replace(/\n {2}Threshold[^]*?\(1\)\./u, '');

const withoutNext: IncidentFacts = { ...latencyIncident, next: undefined };

describe('the first page', () => {
  const message = composeMessage([firstPage]);

  it('says what, where, since when, how to answer and who is next', () => {
    expect(message.text).toBe(`CRITICAL: p99 latency 1.8 s (limit 1 s), 3 of 5 min.
web in prod, since 10:15 EDT (14:15 UTC).
You are paged as level 1 of 3.

Acknowledge:
${LINK}

${ADVICE}
Service: Public web application
Next: Development team lead at 10:30 EDT (14:30 UTC), unless acknowledged.
Incident 01H739DZ8GQ4T6W8Y0A2C4E6G8, account 123456789012, us-east-1`);
  });

  it('has a subject that says the same in one line', () => {
    expect(message.subject).toBe(
      '[CRITICAL] web: p99 latency 1.8 s (limit 1 s), 3 of 5 min | prod | 01H739DZ8GQ4T6 | us-east-1',
    );
  });

  it('fits an SMS with the longest link, the service and what to do', () => {
    expect(message.sms).toBe(`CRITICAL web: p99 latency 1.8 s (limit 1 s), 3 of 5 min. Ack: ${LINK}`);
    expect(septetsOf(message.sms)).toBe(146);
  });

  it('names the command where there is no link', () => {
    const { text, sms } = composeMessage([{ ...firstPage, link: undefined }]);
    expect(text).toContain('Acknowledge, in a shell:\n  npx tocsin incidents ack 01H739DZ8GQ4T6W8Y0A2C4E6G8\n');
    expect(sms).toBe(
      'CRITICAL web: p99 latency 1.8 s (limit 1 s), 3 of 5 min, since 10:15 EDT in prod. Ack: npx tocsin incidents ack 01H739DZ8GQ4T6W8Y0A2C4E6G8',
    );
  });

  it('says why there is no cause when there is no diagnosis, and nothing when nobody was asked', () => {
    const { text } = composeMessage([{ ...firstPage, noDiagnosis: 'none came before the page' }]);
    expect(text.split('\n')[3]).toBe('Cause: not diagnosed (none came before the page).');
    expect(message.text).not.toContain('Cause');
  });
});

describe('a page of level 2', () => {
  it('says that nobody has acknowledged, and the cause before the link', () => {
    const { text, sms } = composeMessage([
      {
        ...firstPage,
        level: 2,
        diagnosis: leakSaid,
        next: { who: 'Engineering manager', at: '2023-08-05T15:00:00.000Z' },
        now: '2023-08-05T14:30:00.000Z',
      },
    ]);
    expect(text).toBe(`CRITICAL: p99 latency 1.8 s (limit 1 s), 3 of 5 min.
web in prod, since 10:15 EDT (14:15 UTC).
You are paged as level 2 of 3: nobody has acknowledged yet.
Cause: memory leak (surge x2.8), out of memory ~10:58; not DB, as of 10:20
EDT (14:20 UTC).

Acknowledge:
${LINK}

- memory grows evenly, +0.9 %/min since 10:00, and has not levelled off
- memory rose from 48 % to 66 % (54 % an hour), in nearly every
  stretch of that time
- a surge of traffic, x2.8 since 09:58, drives the leak, or only comes with
  it
Not the dependency: DB normal: read 0.1 ms (quiet 0.1 ms), 4 conns
${BRIEF_ADVICE}
Service: Public web application
Next: Engineering manager at 11:00 EDT (15:00 UTC), unless acknowledged.
Incident 01H739DZ8GQ4T6W8Y0A2C4E6G8, account 123456789012, us-east-1`);
    expect(sms).toBe(`CRITICAL web: memory leak (surge x2.8), out of memory ~10:58; not DB. Ack: ${LINK}`);
  });
});

describe('an unanswered incident', () => {
  it('asks whoever is left to take it', () => {
    const facts: PageFacts = { ...withoutNext, kind: 'page', reason: 'unanswered', level: 3, round: 3 };
    const { subject, text } = composeMessage([{ ...facts, now: '2023-08-05T16:05:00.000Z' }]);
    expect(subject).toBe(
      '[UNANSWERED] web: p99 latency 1.8 s (limit 1 s), 3 of 5 min | prod | 01H739DZ8GQ4T6 | us-east-1',
    );
    expect(text).toBe(`UNANSWERED: p99 latency 1.8 s (limit 1 s), 3 of 5 min.
web in prod, critical since 10:15 EDT (14:15 UTC).
No level is left, and nobody has answered. Take it, or find somebody who
can.

Acknowledge:
${LINK}

${ADVICE}
Service: Public web application
Incident 01H739DZ8GQ4T6W8Y0A2C4E6G8, account 123456789012, us-east-1`);
  });
});

describe('a page for an incident whose alarms have all recovered', () => {
  it('says when it resolves itself, in the letter and in the chat', () => {
    const facts: PageFacts = { ...firstPage, level: 2, recoverAt: '2023-08-05T14:36:00.000Z' };
    const { text, https: chat } = composeMessage([facts], 'chat');
    const line = 'Every alarm is OK: it resolves itself at 10:36 EDT (14:36 UTC) if that lasts.';
    expect(text.replaceAll('\n', ' ')).toContain(line);
    expect(chat).toContain(line);
  });
});

const bob = { name: 'Bob Osei', isReader: false };

/** Lines that say why, as one. */
const whyOfAll = (facts: readonly PageFacts[]): string =>
  (composeMessage(facts).text.split('\n\n')[0] ?? '').split('\n').slice(2).join(' ');

const whyIn = (facts: PageFacts): string => whyOfAll([facts]);

describe('a page that a person wanted', () => {
  it('says who escalates, and can be acknowledged', () => {
    const { text } = composeMessage([{ ...withoutNext, kind: 'page', reason: 'requested', level: 2, actor: bob }]);
    expect(text.split('\n').slice(2, 6)).toEqual([
      'Bob Osei has escalated it to you. You are paged as level 2 of 3.',
      '',
      'Acknowledge:',
      LINK,
    ]);
  });
});

describe('a page after an acknowledgement ended', () => {
  it('says whose', () => {
    expect(whyIn({ ...withoutNext, kind: 'page', reason: 'unacknowledged', level: 2, actor: bob })).toBe(
      "Bob Osei's acknowledgement has ended. You are paged as level 2 of 3.",
    );
  });
});

describe('a page for what a snooze does not cover', () => {
  const facts: PageFacts = {
    ...firstPage,
    reason: 'uncovered',
    actor: { name: 'Alice Ferreira', isReader: false },
    names: ['user-impact'],
  };

  it('names the alarm in the letter, in the subject and in the SMS', () => {
    const { subject, text, sms } = composeMessage([facts]);
    expect(subject).toBe('[CRITICAL] web: user-impact | prod | 01H739DZ8GQ4T6 | us-east-1');
    expect(text.replaceAll('\n', ' ')).toContain("Alice Ferreira's snooze did not cover user-impact, which fires now.");
    expect(sms).toBe(`CRITICAL web: user-impact, since 10:15 EDT in prod. Ack: ${LINK}`);
  });
});

describe('a page while somebody has a part of it', () => {
  it('says who, until when, and that it is not enough', () => {
    expect(whyIn({ ...firstPage, reason: 'severity', owner: alice, names: ['user-impact'] })).toBe(
      'It has become critical: user-impact fires. You are paged as level 1 of 3. Alice Ferreira has it until 10:50 EDT (14:50 UTC), but not what is critical now.',
    );
  });
});

describe('a notification that an alarm has joined', () => {
  const facts: PageFacts = {
    ...acknowledged,
    kind: 'notification',
    about: 'joined',
    names: ['user-impact'],
    joined: 3,
  };

  it('names it in the letter, in the subject and in the SMS, and says who has the incident', () => {
    const { subject, text, sms } = composeMessage([facts]);
    expect(subject).toBe('[CRITICAL] web: joined: user-impact | prod | 01H739DZ8GQ4T6 | us-east-1');
    expect(text.split('\n').slice(2, 4)).toEqual([
      'user-impact has joined, 3 alarms by now.',
      'Alice Ferreira has it until 10:50 EDT (14:50 UTC).',
    ]);
    expect(sms).toBe(`CRITICAL web: joined: user-impact, since 10:15 EDT in prod. See: ${LINK}`);
  });

  it('says to its owner that they have it', () => {
    expect(whyIn({ ...facts, owner: { ...alice, isReader: true } })).toContain('You have it until 10:50 EDT');
  });
});

describe('a notification of an acknowledgement', () => {
  it('says who has it until when and what happens then, and only asks to look', () => {
    const { subject, text, sms } = composeMessage([{ ...acknowledged, kind: 'notification', about: 'acknowledged' }]);
    expect(subject).toBe(
      '[ACKNOWLEDGED] web: by Alice Ferreira: p99 latency 1.8 s (limit 1 s), 3 of 5 min | prod | us-east-1',
    );
    expect(text).toBe(`ACKNOWLEDGED: p99 latency 1.8 s (limit 1 s), 3 of 5 min.
web in prod, critical since 10:15 EDT (14:15 UTC).
Alice Ferreira has it since 10:20 EDT (14:20 UTC). Escalation starts again
at 10:50 EDT (14:50 UTC) unless they act: Bob Osei is paged then.

Look:
${LINK}

${ADVICE}
Service: Public web application
Incident 01H739DZ8GQ4T6W8Y0A2C4E6G8, account 123456789012, us-east-1`);
    expect(sms).toBe(`ACKNOWLEDGED web: by Alice Ferreira until 10:50 EDT: p99 latency 1.8 s ${LINK}`);
  });
});

describe('a notification of a resolution', () => {
  const resolved: PageFacts = {
    ...withoutNext,
    kind: 'notification',
    about: 'resolved',
    status: 'resolved',
    firing: 0,
  };
  const secondLine = (facts: PageFacts): string =>
    composeMessage([facts]).text.split('\n').slice(2, 4).join(' ').trim();

  it('says who resolved it, when and after how long', () => {
    const facts: PageFacts = {
      ...resolved,
      alarms: [{ ...latencyAlarm, state: 'OK', since: '2023-08-05T15:40:00.000Z', reason: 'below the threshold' }],
      resolution: { at: '2023-08-05T15:45:00.000Z', by: 'Alice Ferreira', stillFiring: 0 },
    };
    expect(composeMessage([facts]).text).toBe(`RESOLVED: p99 latency 1.8 s (limit 1 s), 3 of 5 min.
web in prod, critical from 10:15 EDT (14:15 UTC).
Resolved by Alice Ferreira at 11:45 EDT (15:45 UTC), after 1 h 30 min.

Look:
${LINK}

Runbook: https://wiki.example.com/runbooks/web
Alarm: tocsin-prod-web-latency-critical
  critical, OK since 11:40 EDT (15:40 UTC)
  below the threshold
Console: https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/tocsin-prod-web-latency-critical
Service: Public web application
Incident 01H739DZ8GQ4T6W8Y0A2C4E6G8, account 123456789012, us-east-1`);
  });

  it('tells a recovery from a resolution', () => {
    const facts: PageFacts = { ...resolved, resolution: { at: '2023-08-05T15:45:00.000Z', stillFiring: 0 } };
    expect(secondLine(facts)).toBe('Recovered at 11:45 EDT (15:45 UTC), after 1 h 30 min.');
    expect(composeMessage([facts]).subject).toContain('web: recovered: p99 latency 1.8 s');
  });

  it('warns of what still fires: until when that is believed to be over, and what happens then', () => {
    const resolution = {
      at: '2023-08-05T14:25:00.000Z',
      by: 'Bob',
      stillFiring: 2,
      reopensAt: '2023-08-05T14:35:00.000Z',
      isPaging: true,
    };
    expect(whyIn({ ...resolved, resolution })).toBe(
      'Resolved by Bob at 10:25 EDT (14:25 UTC), after 10 min. 2 alarms still firing: if that lasts until 10:35 EDT (14:35 UTC) it reopens and pages again.',
    );
    expect(whyIn({ ...resolved, resolution: { ...resolution, isPaging: false } })).toContain('(14:35 UTC) it reopens.');
    expect(composeMessage([{ ...resolved, resolution }]).sms).toMatch(
      /^RESOLVED web: by Bob, 2 still firing \(reopens 10:35 EDT\)/,
    );
  });

  it('says in an SMS with room until when it is believed', () => {
    const resolution = { at: firstPage.now, by: 'Bob', stillFiring: 2, reopensAt: '2023-08-05T14:35:00.000Z' };
    const { sms } = composeMessage([{ ...resolved, link: 'https://pages.example/a/t', resolution }]);
    expect(sms).toMatch(/^RESOLVED web: by Bob, 2 still firing \(reopens 10:35 EDT\): p99 latency 1\.8 s/);
  });

  it('promises nothing of what fires muted', () => {
    const resolution = { at: '2023-08-05T14:25:00.000Z', by: 'Bob', stillFiring: 1 };
    expect(whyIn({ ...resolved, resolution })).toBe(
      'Resolved by Bob at 10:25 EDT (14:25 UTC), after 10 min. 1 alarm still firing.',
    );
  });
});

describe('an incident of many alarms', () => {
  const alarms = Array.from({ length: 20 }, (_, index) => ({
    ...latencyAlarm,
    name: `alarm ${String(index)}`,
    symptom: `memory ${String(80 + index)} %`,
    severity: index === 7 ? ('critical' as const) : ('warning' as const),
    state: index < 5 ? ('OK' as const) : ('ALARM' as const),
  }));

  it('names the worst that fires first and counts the others', () => {
    const { text } = composeMessage([{ ...firstPage, alarms, joined: 40, firing: 15 }]);
    expect(text.split('\n').filter((line) => /^(?:Alarm|Also): |^and /.test(line))).toEqual([
      'Also: memory 85 %, warning',
      'Also: memory 86 %, warning',
      'Also: memory 88 %, warning',
      'and 36 alarms more; 15 firing or without data in all',
      'Alarm: alarm 7, critical, ALARM since 10:15 EDT (14:15 UTC)',
    ]);
  });
});

describe('an alarm that has no data', () => {
  const withoutData = {
    ...latencyAlarm,
    name: 'errors',
    symptom: 'errors: no data',
    state: 'INSUFFICIENT_DATA',
    since: firstPage.now,
  } as const;

  it('is counted apart from what fires', () => {
    const alarms = [...Array.from({ length: 4 }, () => ({ ...latencyAlarm })), withoutData];
    const { text } = composeMessage([{ ...firstPage, alarms, joined: 5, firing: 5 }]);
    expect(text).toContain('and 1 alarm more; 4 firing, 1 without data in all');
  });

  it('is named in letter, subject and SMS, since when it lost it', () => {
    const facts: PageFacts = {
      ...latencyIncident,
      kind: 'notification',
      about: 'noData',
      alarms: [latencyAlarm, { ...withoutData, since: '2023-08-05T14:40:00.000Z' }],
      noDataSince: '2023-08-05T14:40:00.000Z',
      names: ['errors'],
    };
    const { subject, sms } = composeMessage([facts]);
    expect(whyIn(facts)).toBe(
      'errors has had no data since 10:40 EDT (14:40 UTC): that is no recovery, it stays open. Is the service alive?',
    );
    expect(subject).toContain('[NO DATA] web: errors: no data |');
    expect(sms).toBe(`NO DATA web: errors: no data, since 10:40 EDT in prod. Ack: ${LINK}`);
  });

  it('is not said to fire on when a snooze ends', () => {
    const facts = { ...firstPage, alarms: [withoutData], reason: 'snoozeEnded', actor: bob } as const;
    expect(whyIn(facts)).toMatch(/^Bob Osei's snooze has ended and it still has no data\./);
  });
});

describe('names that are long', () => {
  const names = Array.from(
    { length: 3 },
    (_, index) => `tocsin-prod-checkout-service-${String(index)}-errors-critical-fast`,
  );

  it.each(['leftFiring', 'uncovered'] as const)('cut nothing of what a page for %s asks of its reader', (reason) => {
    const facts = { ...firstPage, reason, actor: bob, names, level: 2, round: 2 } as const;
    expect(whyIn(facts)).toMatch(
      /-0-errors-critical-fast and 2 more.*\. You are paged as level 2 of 3, round 2 of 3\.$/,
    );
    expect(whyIn({ ...facts, passed: 'not-sent' })).toContain(
      'You are paged as level 2 of 3, round 2 of 3: the page of level 1 could not be sent.',
    );
  });

  it('of people neither', () => {
    const actor = { name: 'Aleksandra Konstantinopolskaya-Featherstonehaugh the Third Jr', isReader: false };
    const facts = { ...firstPage, reason: 'uncovered', actor, names, level: 2, round: 2 } as const;
    expect(whyIn(facts)).toMatch(/You are paged as level 2 of 3, round 2 of 3\.$/);
  });
});

describe('an alarm without a symptom, with a name that Tocsin gave it', () => {
  const name = 'tocsin-prod-web-latency-critical';
  const { symptom: _symptom, ...withoutSymptom } = latencyAlarm;
  const facts: PageFacts = { ...firstPage, alarms: [withoutSymptom] };

  it('is named without what the message says beside it, but in full in the letter', () => {
    const { subject, text, sms } = composeMessage([facts]);
    expect(subject).toContain('[CRITICAL] web: latency-critical |');
    expect(sms).toContain('CRITICAL web: latency-critical, since 10:15 EDT');
    expect(text).toContain(`Alarm: ${name}\n  critical`);
  });

  it('is named in full where it is of another service or environment', () => {
    expect(composeMessage([{ ...facts, service: 'shop' }]).subject).toContain(name);
    expect(composeMessage([{ ...facts, environment: 'test' }]).subject).toContain(name);
  });

  it('keeps what happened to it in the subject', () => {
    const joined = { ...facts, kind: 'notification', about: 'joined', names: [name] } as const;
    expect(composeMessage([joined]).subject).toContain('joined: latency-critical |');
  });
});

describe('an SMS', () => {
  it('of what fires on after a resolution never reads as resolved', () => {
    const again = { ...latencyIncident, kind: 'notification', about: 'again', actor: bob, names: ['errors'] } as const;
    const { sms } = composeMessage([again]);
    expect(sms).toContain('CRITICAL web: fires on after Bob Osei has resolved it: errors');
  });

  it('of a snooze is called so, and cut between words', () => {
    const owner = { ...alice, kind: 'snooze', name: 'Alexandra Featherstonehaugh' } as const;
    const snoozed = { ...acknowledged, owner, kind: 'notification', about: 'acknowledged' } as const;
    const { subject, sms } = composeMessage([{ ...snoozed, service: 'checkout-payments-eu' }]);
    expect(subject).toContain('[SNOOZED] checkout-payments-eu: by Alexandra');
    expect(sms).toContain('SNOOZED checkout-payments-eu: by Alexandra...: p99 latency 1.8 s ');
  });
});

describe('a message to whoever had it', () => {
  it.each([
    ['escalated', 'escalated by Bob Osei'],
    ['reassigned', 'handed over by Bob Osei'],
  ] as const)('that it was %s says by whom in the subject and the SMS too', (about, act) => {
    const { subject, sms } = composeMessage([{ ...latencyIncident, kind: 'notification', about, actor: bob }]);
    expect(subject).toContain(`[UNACKNOWLEDGED] web: ${act}: p99 latency`);
    expect(sms).toContain(`UNACKNOWLEDGED web: ${act}: p99 latency`);
  });
});

describe('a message to whoever took it', () => {
  it('says by you', () => {
    const facts = {
      ...acknowledged,
      owner: { ...alice, isReader: true },
      kind: 'notification',
      about: 'offered',
    } as const;
    expect(composeMessage([facts]).subject).toContain('web: by you: p99 latency');
  });
});

describe('a message about an alarm that is news', () => {
  const traffic = {
    ...latencyAlarm,
    name: 'tocsin-prod-web-traffic-warning',
    symptom: 'traffic x2.8 above usual',
    severity: 'warning' as const,
    since: '2023-08-05T14:25:00.000Z',
  };
  const facts: PageFacts = {
    ...latencyIncident,
    kind: 'notification',
    about: 'joined',
    names: [traffic.name],
    alarms: [latencyAlarm, traffic],
    joined: 2,
    firing: 2,
  };

  it('names that one below, and the others beside it', () => {
    const { text } = composeMessage([facts]);
    expect(text).toContain('CRITICAL: joined (warning): traffic x2.8 above usual.\n');
    expect(text).toContain('\nAlarm: tocsin-prod-web-traffic-warning');
    expect(text).toContain('\nAlso: p99 latency 1.8 s (limit 1 s), 3 of 5 min, critical\n');
  });

  it('says in an SMS since when that one fires', () => {
    const { sms } = composeMessage([{ ...facts, link: 'https://pages.example/a/t' }]);
    expect(sms).toContain('web: joined (warning): traffic x2.8 above usual, since 10:25 EDT in prod. Ack: ');
  });
});

describe('a bundle', () => {
  const ids = ['01H739DZ8GQ4T6W8Y0A2C4E6G8', '01H739DZ8GQ4T6W8Y0A2C4E6G9', '01H739DZ8GQ4T6W8Y0A2C4E6G7'] as const;
  const three: readonly PageFacts[] = [
    firstPage,
    {
      ...firstPage,
      incidentId: ids[1],
      service: 'payments',
      severity: 'warning',
      kind: 'notification',
      about: 'opened',
    },
    { ...firstPage, incidentId: ids[2], service: 'search', openedAt: '2023-08-05T14:10:00.000Z' },
  ];

  it('of three incidents lists them oldest first under one link', () => {
    const { subject, text, sms } = composeMessage(three);
    expect(text).toBe(`3 incidents: 2 pages for you, oldest first.

Acknowledge, all on one screen:
${LINK}

1. CRITICAL search: p99 latency 1.8 s (limit 1 s), 3 of 5 min, since 10:10 EDT (14:10 UTC) [${ids[2]}]
2. CRITICAL web: p99 latency 1.8 s (limit 1 s), 3 of 5 min, since 10:15 EDT (14:15 UTC) [${ids[0]}]
3. WARNING payments: p99 latency 1.8 s (limit 1 s), 3 of 5 min, since 10:15 EDT (14:15 UTC), triggered [${ids[1]}]`);
    expect(subject).toBe('[CRITICAL] 3 incidents: search, web, payments | prod | 01H739DZ8GQ4T6 | us-east-1');
    expect(sms).toBe(`CRITICAL 3 incidents: search, web, payments, since 10:10 EDT. Ack: ${LINK}`);
  });

  it('says what is wrong where no rule maps the alarms', () => {
    const queue = (index: number): PageFacts => ({
      ...firstPage,
      incidentId: ids[index] ?? '',
      service: 'unrouted',
      alarms: [{ ...latencyAlarm, symptom: `18 messages in dlq-${String(index)}, for 15 min` }],
    });
    const { subject, sms } = composeMessage([queue(0), queue(1)]);
    expect(subject).toContain('2 incidents: 18 messages in dlq-0, for 15 min, 18 messages in dlq-1');
    expect(sms).toContain('2 incidents: 18 messages in dlq-0');
  });

  it('of five hundred stays a message that can be read', () => {
    const many = Array.from({ length: 500 }, (_, index): PageFacts => ({
      ...firstPage,
      incidentId: String(1000 + index),
    }));
    const { text, sms } = composeMessage(many);
    expect(text.split('\n')).toHaveLength(56);
    expect(text).toMatch(/^500 incidents: 500 pages for you/);
    expect(text).toMatch(/and 450 incidents more$/);
    expect(text.split(LINK)).toHaveLength(2);
    expect(sms).toContain(LINK);
  });

  it('of two messages about one incident is the page alone, or else the last', () => {
    const opened: PageFacts = { ...latencyIncident, kind: 'notification', about: 'opened' };
    const told: PageFacts = { ...acknowledged, kind: 'notification', about: 'acknowledged' };
    expect(composeMessage([opened, firstPage, opened])).toEqual(composeMessage([firstPage]));
    expect(composeMessage([opened, told])).toEqual(composeMessage([told]));
  });

  it('of an incident that is open again and an alarm that joined is the first, with that alarm', () => {
    const joined: PageFacts = { ...latencyIncident, kind: 'notification', about: 'joined', names: ['errors'] };
    const reopened: PageFacts = { ...latencyIncident, kind: 'notification', about: 'reopened' };
    expect(whyOfAll([reopened, joined])).toBe('It is open again: errors fires.');
    expect(whyOfAll([{ ...reopened, actor: bob }, joined])).toBe('It is open again: Bob Osei has reopened it.');
    expect(whyOfAll([{ ...reopened, names: ['latency'] }, joined])).toBe('It is open again: latency fires.');
  });
});
