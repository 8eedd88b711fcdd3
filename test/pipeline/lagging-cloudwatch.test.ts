import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingIn } from '../../lib/core/diagnosis/finding.ts';
import { settlesAfter } from '../../lib/core/diagnosis/facts/settled.ts';
import type { Diagnosis } from '../../lib/core/diagnosis/verdict/diagnosis.ts';
import { later, MINUTE } from '../../lib/core/time.ts';
import { diagnoserOf } from '../../lib/pipeline/diagnoser-of.ts';
import { within } from '../../lib/runtime/clock.ts';
import { type Lag, lagging } from '../support/cloudwatch-stand-in.ts';
import { threeLevels } from '../support/configurations.ts';
import { minute } from '../support/incident-spec.ts';
import { historyOf, leaking, type ValueOf } from '../support/leaking-service.ts';

const NOW = minute(0);
const WEB = { service: 'web', account: '123456789012', region: 'eu-west-1' };

/** Traffic, latency and memory of a service, so many minutes before now. */
const service =
  (shape: { readonly traffic?: (ago: number) => number; readonly slow?: (ago: number) => number }): ValueOf =>
  (metric, ago) => {
    const usual = leaking(metric, ago + 1_000);
    if (metric.metricName === 'RequestCount') return (usual ?? 0) * (shape.traffic?.(ago) ?? 1);
    if (metric.metricName === 'TargetResponseTime') return (usual ?? 0) * (shape.slow?.(ago) ?? 1);
    return metric.metricName === 'MemoryUtilization' ? 45 : usual;
  };

const since =
  (minutes: number, factor: number) =>
  (ago: number): number =>
    ago <= minutes ? factor : 1;

const diagnose = async (valueOf: ValueOf, isAlarmed = true): Promise<Diagnosis> => {
  const { history } = historyOf(valueOf, NOW);
  const firing = isAlarmed ? [{ name: 'tocsin-prod-web-latency-critical', since: later(NOW, -MINUTE) }] : [];
  const host = { sources: () => ({ metrics: history }), within: within(1_000) };
  const { body } = await diagnoserOf(host, threeLevels).diagnose({ ...WEB, at: NOW, firing });
  const finding = findingIn(body);
  if (finding === undefined) throw new Error('no finding');
  return finding.diagnosis;
};

const verdictOf = ({ hypotheses }: Diagnosis, of: string): string | undefined =>
  hypotheses.find(({ cause }) => cause === of)?.verdict;

/** As late as the table says of the namespace, and in part: a whole number of minutes missing, a share of the others. */
const lagsOf =
  (missing: number, part: number) =>
  (namespace: string): Lag => {
    const settles =
      settlesAfter({ namespace, metricName: '', dimensions: {}, stat: 'Sum', periodSeconds: 60 }) / MINUTE;
    const gone = Math.min(missing, settles);
    return { missing: gone, inPart: settles - gone, part };
  };

const anyLag = fc.record({ missing: fc.nat(6), part: fc.double({ min: 0.01, max: 1, noNaN: true }) });

describe('on a CloudWatch whose newest minutes are missing or have a part', () => {
  it('a leak is found', async () => {
    await fc.assert(
      fc.asyncProperty(anyLag, async ({ missing, part }) => {
        expect((await diagnose(lagging(leaking, lagsOf(missing, part)))).cause).toBe('memory-leak');
      }),
      { numRuns: 20 },
    );
  });

  it('a surge is found', async () => {
    const surging = service({ traffic: since(15, 3), slow: since(14, 4) });
    await fc.assert(
      fc.asyncProperty(anyLag, async ({ missing, part }) => {
        expect((await diagnose(lagging(surging, lagsOf(missing, part)))).cause).toBe('traffic-surge');
      }),
      { numRuns: 20 },
    );
  });

  it('a surge that has just begun is not refuted by what is not summed up yet', async () => {
    await fc.assert(
      fc.asyncProperty(anyLag, fc.integer({ min: 1, max: 9 }), async ({ missing, part }, begun) => {
        const surging = service({ traffic: since(begun, 3), slow: since(begun, 4) });
        const diagnosis = await diagnose(lagging(surging, lagsOf(missing, part)));
        expect(verdictOf(diagnosis, 'traffic-surge')).not.toBe('refuted');
      }),
      { numRuns: 30 },
    );
  });

  it('level traffic has not dropped, nor has anything begun', async () => {
    await fc.assert(
      fc.asyncProperty(anyLag, async ({ missing, part }) => {
        const diagnosis = await diagnose(lagging(service({}), lagsOf(missing, part)), false);
        expect(diagnosis).toMatchObject({ cause: 'none', onset: null, trafficSurge: false });
        expect(diagnosis.timeline.filter(({ series }) => series === 'traffic')).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('of latency that began with nothing else, the same is said as of one that is whole', async () => {
    const slow = service({ slow: since(12, 4) });
    const whole = await diagnose(slow);
    const part = await diagnose(lagging(slow, lagsOf(1, 0.1)));
    expect([part.cause, part.onset]).toEqual([whole.cause, whole.onset]);
  });
});
