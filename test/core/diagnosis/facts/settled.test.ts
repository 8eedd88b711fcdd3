import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../../lib/core/alarm/definition.ts';
import { settledBy, settlesAfter } from '../../../../lib/core/diagnosis/facts/settled.ts';
import type { Series } from '../../../../lib/core/series/series.ts';
import { instantOf, MINUTE } from '../../../../lib/core/time.ts';

const metric = (namespace: string, stat: string): Metric => ({
  namespace,
  metricName: 'Any',
  dimensions: {},
  stat,
  periodSeconds: 60,
});

/** By the minute, the last of which ends at 0. */
const endingAtZero = (...values: readonly number[]): Series => ({
  startMs: -values.length * MINUTE,
  periodMs: MINUTE,
  values: Float64Array.from(values),
});

const at = (ms: number): ReturnType<typeof instantOf> => instantOf(ms);
const balancer = metric('AWS/ApplicationELB', 'Sum');
const unknown = Number.NaN;

describe('a count of the newest minutes', () => {
  const steady = endingAtZero(600, 610, 590, 600, 605, 240);

  it('is not known while a part of it may be missing, so that a part is no drop', () => {
    expect([...settledBy(balancer, steady, at(20_000)).values]).toEqual([600, 610, 590, 600, unknown, unknown]);
    expect([...settledBy(balancer, steady, at(MINUTE)).values]).toEqual([600, 610, 590, 600, 605, unknown]);
  });

  it('is known once it is whole', () => {
    expect(settledBy(balancer, steady, at(2 * MINUTE))).toBe(steady);
  });

  it('that is far more already than before stays: it can only grow', () => {
    const surging = endingAtZero(600, 610, 590, 600, 1_400, 950);
    expect([...settledBy(balancer, surging, at(0)).values]).toEqual([600, 610, 590, 600, 1_400, 950]);
  });

  it('of which nothing was whole before is not known', () => {
    expect([...settledBy(balancer, endingAtZero(600), at(0)).values]).toEqual([unknown]);
  });

  it('of failures stays where there were none before, and is no proof of none', () => {
    expect([...settledBy(balancer, endingAtZero(0, 0, 0, 0, 7, 0), at(0)).values]).toEqual([0, 0, 0, 0, 7, unknown]);
  });

  it('of five minutes counts by when its period ended', () => {
    const coarse: Series = { startMs: -10 * MINUTE, periodMs: 5 * MINUTE, values: Float64Array.of(3_000, 900) };
    expect([...settledBy(balancer, coarse, at(MINUTE)).values]).toEqual([3_000, unknown]);
    expect([...settledBy(balancer, coarse, at(2 * MINUTE)).values]).toEqual([3_000, 900]);
  });
});

describe('what is measured of each request or process', () => {
  it('is known a minute after its period: a part of it is a sample', () => {
    const latency = endingAtZero(0.2, 0.2, 0.9, 0.8);
    const p99 = metric('AWS/ApplicationELB', 'p99');
    expect([...settledBy(p99, latency, at(20_000)).values]).toEqual([0.2, 0.2, 0.9, unknown]);
    expect(settledBy(p99, latency, at(MINUTE))).toBe(latency);
  });
});

describe('namespaces', () => {
  it.each([
    ['AWS/ApplicationELB', 2],
    ['AWS/ECS', 2],
    ['AWS/Lambda', 2],
    ['AWS/SQS', 2],
    ['AWS/DynamoDB', 5],
    ['AWS/EC2', 6],
    ['Shop/Own', 3],
    ['constructor', 3],
  ])('%s settles within %i minutes', (namespace, minutes) => {
    expect(settlesAfter(metric(namespace, 'Sum'))).toBe(minutes * MINUTE);
    expect(settlesAfter(metric(namespace, 'Average'))).toBe(MINUTE);
  });

  it('however a count ends, nothing whole is lost, and nothing that stays is a drop', () => {
    const counts = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        counts,
        fc.nat(400_000),
        fc.constantFrom('AWS/ApplicationELB', 'AWS/EC2', 'Own'),
        (values, ms, of) => {
          const one = metric(of, 'Sum');
          const settled = settledBy(one, endingAtZero(...values), at(ms)).values;
          const whole = values.filter(
            (_, index) => (values.length - 1 - index) * MINUTE + ms >= settlesAfter(one),
          ).length;
          const before = values.slice(Math.max(0, whole - 30), whole).toSorted((a, b) => a - b);
          expect([...settled.subarray(0, whole)]).toEqual(values.slice(0, whole));
          for (const value of settled.subarray(whole))
            if (!Number.isNaN(value)) expect(value).toBeGreaterThan(before[Math.floor((before.length - 1) / 2)] ?? 0);
        },
      ),
    );
  });
});
