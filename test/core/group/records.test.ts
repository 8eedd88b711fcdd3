import { describe, expect, it } from 'vitest';
import { asChange, leftOver, mayHaveLeftOver } from '../../../lib/core/group/left-firing.ts';
import { groupRecordAfter, otherOpen } from '../../../lib/core/group/records.ts';
import type { Incident, Member } from '../../../lib/core/incident/incident.ts';
import {
  aliceAtWork,
  alicePaged,
  fires,
  minute,
  mutedUntil,
  recovered,
  recovers,
  resolvedWhileFiring,
  resolves,
  snoozes,
  story,
  ticks,
  type Step,
} from '../../support/incident-spec.ts';
import { openRecord } from './changes-of-a-group.ts';

const incidentAfter = (steps: readonly Step[]): Incident => {
  const { incident } = story({}, ...steps);
  if (incident === undefined) throw new Error('there is no incident');
  return incident;
};
const open = incidentAfter(alicePaged);
const resolved = incidentAfter(recovered);

describe('the record of a group', () => {
  const own = { ...openRecord, incidentId: 'INCIDENT', version: 4 };

  it('names the incident that opened', () => {
    expect(groupRecordAfter(open, undefined)).toEqual({
      group: 'web',
      incidentId: 'INCIDENT',
      status: 'open',
      version: 1,
    });
  });

  it('says until when a resolved incident is reopened: its cool-down', () => {
    expect(groupRecordAfter(resolved, own)).toEqual({
      group: 'web',
      incidentId: 'INCIDENT',
      status: 'resolved',
      reopenUntil: minute(25),
      version: 5,
    });
  });

  it('says that it is reopened as long as a cover whose end is ahead holds', () => {
    // Acknowledged at 5 for half an hour; recovered by itself at 15.
    const until = (...steps: readonly Step[]): string | undefined =>
      groupRecordAfter(incidentAfter([...steps, recovers('latency', 10), ticks(15)]), own)?.reopenUntil;
    expect(until(...aliceAtWork)).toBe(minute(35));
    expect(until(...alicePaged, snoozes('alice', 120, 5))).toBe(minute(125));
  });

  it('says that a person resolved it, and that they are believed for ten minutes', () => {
    const record = groupRecordAfter(incidentAfter(resolvedWhileFiring), own);
    expect(record).toMatchObject({ resolvedByPerson: { at: minute(20) }, reopenUntil: minute(30) });
  });

  it('stays with a newer incident when the older one is resolved', () => {
    expect(groupRecordAfter(resolved, openRecord)).toBeUndefined();
  });

  it('lets one incident at a time be open', () => {
    expect(otherOpen(openRecord, 'INCIDENT')).toBe('OWN');
    expect(otherOpen(own, 'INCIDENT')).toBeUndefined();
    expect(otherOpen({ ...openRecord, status: 'resolved' }, 'INCIDENT')).toBeUndefined();
    expect(otherOpen(undefined, 'INCIDENT')).toBeUndefined();
  });
});

const member = (own: Partial<Member> = {}): Member => ({
  alarmId: 'memory',
  name: 'memory',
  state: 'ALARM',
  severity: 'warning',
  silenced: false,
  since: minute(3),
  reason: 'Threshold Crossed',
  alarmKey: 'memory',
  alarmArn: 'arn:memory',
  ...own,
});

describe('alarms that a resolved incident still counts', () => {
  const left = incidentAfter(resolvedWhileFiring);
  const muted = incidentAfter([
    fires('memory', 0, mutedUntil(60)),
    ...alicePaged,
    recovers('latency', 5),
    resolves('alice', 20),
  ]);

  it('are left over when nobody is believed any more, ten minutes after the resolution', () => {
    const at = (minutes: number): unknown => leftOver(left, [member()], minute(minutes));
    expect([29, 30].map((minutes) => mayHaveLeftOver(left, minute(minutes)))).toEqual([false, true]);
    expect([at(29), at(30)]).toEqual([[], [member()]]);
  });

  it('are left over when their mute is over', () => {
    const silent = member({ silenced: true, silencedUntil: minute(60) });
    expect([59, 60].map((minutes) => mayHaveLeftOver(muted, minute(minutes)))).toEqual([false, true]);
    expect([59, 60].map((minutes) => leftOver(muted, [silent], minute(minutes)).length)).toEqual([0, 1]);
  });

  it('are not left over while they are silent, or once they are OK or cleared', () => {
    const silent = { silenced: true, silencedUntil: minute(60) };
    const others = [member(silent), member({ silenced: true }), member({ state: 'OK' }), member({ cleared: true })];
    expect(leftOver(left, others, minute(30))).toEqual([]);
  });

  it('are not left over where a resolution is still to clear them for want of data', () => {
    expect(leftOver(left, [member({ state: 'INSUFFICIENT_DATA' })], minute(30))).toEqual([]);
    const heartbeat = member({ state: 'INSUFFICIENT_DATA', pagesWithoutData: true });
    expect(leftOver(left, [heartbeat], minute(30))).toEqual([heartbeat]);
  });

  it('are none while it is open, or when all had recovered', () => {
    expect([open, resolved].map((incident) => mayHaveLeftOver(incident, minute(90)))).toEqual([false, false]);
    expect(leftOver(open, [member()], minute(90))).toEqual([]);
  });

  it('join another incident as the change they are in, their mute over', () => {
    const silent = member({ silenced: true, silencedUntil: minute(60) });
    expect(asChange(silent, left)).toMatchObject({
      change: { state: 'ALARM', at: minute(3) },
      severity: 'warning',
      stale: false,
      repeated: true,
    });
    expect(asChange(silent, left).change.silenced).toBeUndefined();
  });

  it('join it without data where that pages', () => {
    const heartbeat = member({ state: 'INSUFFICIENT_DATA', pagesWithoutData: true });
    expect(asChange(heartbeat, left)).toMatchObject({
      change: { state: 'INSUFFICIENT_DATA' },
      insufficientData: 'page',
    });
  });
});
