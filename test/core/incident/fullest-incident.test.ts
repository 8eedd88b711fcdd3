import { REMEMBERED_TARGETS } from '../../../lib/core/incident/folds/fold.ts';
import { describe, expect, it } from 'vitest';
import { HEAD_ALARMS, HEAD_REQUESTED, NAMED_ALARMS } from '../../../lib/core/incident/incident.ts';
import { HEAD_WITHDRAWN } from '../../../lib/core/incident/folds/messages.ts';
import { fullestIncident } from '../../support/fullest-incident.ts';

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

describe('a head filled to its bounds', () => {
  const head = fullestIncident('01H72Y3QK0ZZZZZZZZZZZZZZZZ');

  it('holds as much of everything as it may', () => {
    expect(head.alarms).toHaveLength(HEAD_ALARMS);
    expect(head.requested).toHaveLength(HEAD_REQUESTED);
    expect(head.withdrawn).toHaveLength(HEAD_WITHDRAWN);
    expect(head.joins.alarmIds).toHaveLength(NAMED_ALARMS);
    expect(head.returns).toMatchObject({ isUntold: true });
    for (const one of head.requested) expect(one.alarmIds).toHaveLength(NAMED_ALARMS);
    for (const targets of [Object.keys(head.paged), head.told, head.misled])
      expect(targets).toHaveLength(REMEMBERED_TARGETS);
  });

  it('takes at most 33 KB', () => {
    expect(bytesOf(head)).toBeLessThanOrEqual(33 * 1_024);
    expect(head.alarms.every(({ symptom = '' }) => bytesOf(symptom) > 74)).toBe(true);
  });
});
