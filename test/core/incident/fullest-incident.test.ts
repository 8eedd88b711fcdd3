import { describe, expect, it } from 'vitest';
import { HEAD_ALARMS, HEAD_REQUESTED, HEAD_WITHDRAWN } from '../../../lib/core/incident/incident.ts';
import { fullestIncident } from '../../support/fullest-incident.ts';

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

describe('a head filled to its bounds', () => {
  const head = fullestIncident('01H72Y3QK0ZZZZZZZZZZZZZZZZ');

  it('holds as much of everything as it may', () => {
    expect(head.alarms).toHaveLength(HEAD_ALARMS);
    expect(head.requested).toHaveLength(HEAD_REQUESTED);
    expect(head.withdrawn).toHaveLength(HEAD_WITHDRAWN);
    expect(bytesOf(head.policy)).toBeGreaterThan(5_600);
  });

  it('takes at most 32 KB', () => {
    expect(bytesOf(head)).toBeLessThanOrEqual(32 * 1_024);
  });
});
