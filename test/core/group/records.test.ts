import { describe, expect, it } from 'vitest';
import { asChange, wasLeftFiring } from '../../../lib/core/group/left-firing.ts';
import { groupRecordAfter, otherOpen } from '../../../lib/core/group/records.ts';
import type { Incident, Member } from '../../../lib/core/incident/incident.ts';
import { alicePaged, minute, recovered, resolvedWhileFiring, story, type Step } from '../../support/incident-spec.ts';
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

describe('alarms that a resolution left firing', () => {
  const left = incidentAfter(resolvedWhileFiring);

  it('are looked at when the cool-down of ten minutes is over', () => {
    expect([29, 30].map((minutes) => wasLeftFiring(left, minute(minutes)))).toEqual([false, true]);
  });

  it('are none while it is open, or when all had recovered', () => {
    expect([open, resolved].map((incident) => wasLeftFiring(incident, minute(90)))).toEqual([false, false]);
  });

  it('join another incident as the change they are in, a mute included', () => {
    const member: Member = {
      alarmId: 'memory',
      name: 'memory',
      state: 'ALARM',
      severity: 'warning',
      silenced: true,
      silencedUntil: minute(60),
      since: minute(3),
      reason: 'Threshold Crossed',
      alarmKey: 'memory',
      alarmArn: 'arn:memory',
    };
    expect(asChange(member, left)).toMatchObject({
      change: { state: 'ALARM', at: minute(3), silenced: { by: 'mute', until: minute(60) } },
      severity: 'warning',
      stale: false,
    });
    const { silencedUntil: _, ...suppressed } = member;
    expect(asChange(suppressed, left).change.silenced).toEqual({ by: 'mute' });
    expect(asChange({ ...suppressed, silenced: false }, left).change.silenced).toBeUndefined();
  });
});
