import { describe, expect, it } from 'vitest';
import type { AlarmChange } from '../../../lib/core/alarm/change.ts';
import { parseAlarmEvent } from '../../../lib/core/alarm/parse-alarm-event.ts';
import { composeMessage } from '../../../lib/core/page/compose-message.ts';
import { gsm7Of, septetsOf } from '../../../lib/core/page/gsm-7.ts';
import type { Message, PagedFacts } from '../../../lib/core/page/page-facts.ts';
import { asciiOf } from '../../../lib/core/page/plain-text.ts';
import { usualAlarms, type UsualAlarm } from '../../support/usual-alarms.ts';
import { firstPage, LINK } from './latency-incident.ts';

const RECEIVED_AT = '2026-03-04T15:00:00.000Z';

/** So much of a symptom says what is wrong, even where the rest of it has no room. */
const BEGINNING = 20;

/** Its first characters; of a long name only the first are left. */
const beginningOf = (symptom: string): RegExp =>
  new RegExp(RegExp.escape(/^\S{20,}/u.test(symptom) ? symptom.slice(0, 6) : symptom.slice(0, BEGINNING)), 'u');

const changeOf = ({ event }: UsualAlarm): AlarmChange => {
  const parsed = parseAlarmEvent(event, RECEIVED_AT);
  if (parsed.outcome === 'change') return parsed.change;
  throw new Error(parsed.reason);
};

/** One and the same incident but for its alarm: nothing else tells two messages apart. */
const factsOf = (alarm: UsualAlarm): PagedFacts => {
  const { alarmName: name, state, reason, symptom } = changeOf(alarm);
  const shown = { name, state, reason, severity: 'critical', silenced: false, since: firstPage.openedAt } as const;
  return {
    ...firstPage,
    service: alarm.service,
    alarms: [symptom === undefined ? shown : { ...shown, symptom }],
  };
};

const messageOf = (alarm: UsualAlarm): Message => composeMessage([factsOf(alarm)]);

const symptomOf = (alarm: UsualAlarm): string => changeOf(alarm).symptom ?? 'it has no symptom';

/** Those that read like another, by what they read. */
const readingAlike = (read: (alarm: UsualAlarm) => string): Readonly<Record<string, readonly string[]>> => {
  const names = Map.groupBy(usualAlarms, read).entries();
  const alike = names.map(([text, alarms]) => [text, alarms.map(({ event }) => event.detail.alarmName)] as const);
  return Object.fromEntries(alike.filter(([, { length }]) => length > 1));
};

const table = usualAlarms.map((alarm) => [alarm.event.detail.alarmName, alarm] as const);

describe('the usual alarms', () => {
  it('are forty and more, of a dozen tools, no two with one name', () => {
    expect(table.length).toBeGreaterThanOrEqual(40);
    expect(new Set(usualAlarms.map(({ from }) => from)).size).toBeGreaterThanOrEqual(12);
    expect(readingAlike(({ event }) => event.resources.join())).toEqual({});
  });

  it('belong to services whose names are as long as they may be', () => {
    expect(new Set(usualAlarms.map(({ service }) => service.length))).toEqual(new Set([63]));
  });
});

describe.each(table)('%s', (name, alarm) => {
  it('is an alarm that fires', () => {
    expect(changeOf(alarm)).toMatchObject({ kind: 'state', alarmName: name, state: 'ALARM' });
    expect(alarm.event.resources).toEqual([`arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`]);
  });

  it('has a symptom that says what is wrong, how much and beyond which limit', () => {
    expect(symptomOf(alarm)).toBe(alarm.says);
  });

  it('begins its symptom in the subject of its e-mail', () => {
    const { subject } = messageOf(alarm);
    expect(subject.length).toBeLessThanOrEqual(99);
    expect(subject).toMatch(/^\[CRITICAL\] /u);
    expect(subject).toMatch(beginningOf(asciiOf(symptomOf(alarm))));
  });

  it('begins its symptom in one SMS that has the whole link', () => {
    const { sms } = messageOf(alarm);
    expect(septetsOf(sms)).toBeLessThanOrEqual(160);
    expect(sms).toContain(LINK);
    expect(gsm7Of(sms.replace(LINK, ''))).toBe(sms.replace(LINK, ''));
    expect(sms).toMatch(beginningOf(gsm7Of(symptomOf(alarm))));
  });

  it('spends no room on what no person reads', () => {
    const { subject, sms } = messageOf(alarm);
    expect(`${subject}\n${sms}`).not.toMatch(/arn:aws|tocsin-prod-/iu);
  });
});

describe('any two usual alarms', () => {
  it('have two symptoms', () => {
    const withService = (alarm: UsualAlarm): string => `${alarm.service}: ${symptomOf(alarm)}`;
    expect(readingAlike(withService)).toEqual({});
  });

  it('have two subjects', () => {
    expect(readingAlike((alarm) => messageOf(alarm).subject)).toEqual({});
  });

  it('have two SMS', () => {
    expect(readingAlike((alarm) => messageOf(alarm).sms)).toEqual({});
  });
});
