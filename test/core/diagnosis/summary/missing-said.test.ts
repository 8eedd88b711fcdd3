import { describe, expect, it } from 'vitest';
import type { Missing } from '../../../../lib/core/diagnosis/facts/situation.ts';
import { gapsIn, missingSaid } from '../../../../lib/core/diagnosis/summary/missing-said.ts';

const REASONS: readonly Missing['reason'][] = [
  'no-data',
  'timeout',
  'throttled',
  'denied',
  'partial',
  'not-configured',
];
const nothingSaid = (): boolean => false;

describe('D46 what a diagnosis could not have', () => {
  it('reads differently for each reason', () => {
    expect(REASONS.map((reason) => missingSaid({ series: 'latency', reason }))).toEqual([
      'latency (no data)',
      'latency (no answer)',
      'latency (throttled)',
      'latency (denied)',
      'latency (in part only)',
      'latency (not configured)',
    ]);
  });

  it('of traffic that nobody sent is not that it could not be asked for', () => {
    expect(missingSaid({ series: 'traffic', reason: 'no-data' })).toBe('traffic (no requests seen)');
    expect(missingSaid({ series: 'traffic', reason: 'timeout' })).toBe('traffic (no answer)');
    expect(missingSaid({ series: 'traffic', reason: 'throttled' })).toBe('traffic (throttled)');
  });
});

describe('the gaps of a timeline', () => {
  const missing: readonly Missing[] = [
    { series: 'deploys', reason: 'timeout' },
    { series: 'traffic', reason: 'denied' },
    { series: 'latency', reason: 'denied' },
    { series: 'errors', reason: 'no-data' },
    { series: 'DB latency', reason: 'not-configured' },
  ];

  it('are one for each source and reason, and none of what nobody has configured', () => {
    expect(gapsIn(missing, nothingSaid)).toEqual([
      { source: 'deploys', reason: 'no answer' },
      { source: 'metrics', reason: 'denied: traffic, latency' },
      { source: 'metrics', reason: 'no data: errors' },
    ]);
  });

  it('are told once', () => {
    const said = ['deploys (no answer)', 'traffic (denied)', 'errors (no data)'];
    expect(gapsIn(missing, (one) => said.includes(one))).toEqual([{ source: 'metrics', reason: 'denied: latency' }]);
  });

  it('that have another reason now are told again', () => {
    expect(gapsIn([{ series: 'deploys', reason: 'denied' }], (one) => one === 'deploys (no answer)')).toEqual([
      { source: 'deploys', reason: 'denied' },
    ]);
  });
});
