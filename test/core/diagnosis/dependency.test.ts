import { describe, expect, it } from 'vitest';
import { diagnosesOf, expectCause, expectVerdict, hypothesisIn, isRefutedWithPower } from './diagnosed.ts';
import {
  askedAt,
  begunAt,
  changed,
  deployed,
  failing,
  incidentOf,
  slowDatabase,
  slower,
  surging,
  without,
} from './situations.ts';

const slow = slower({ from: 150, factor: 3 });

describe('a database that answers slowly', () => {
  it.each([3, 6, 20])('by a factor of %d is the cause of the latency that comes with it', (factor) => {
    const found = diagnosesOf(slowDatabase({ from: 150, factor }));
    expectCause(found, 'dependency');
    for (const one of found) {
      expect(one.headline).toMatch(/^DB (read|write) x/);
      expect(one.dependency).toEqual({ name: 'DB', incident: null });
      expect(hypothesisIn(one, 'dependency').onset).toBe(one.onset);
    }
  });

  it('is the cause in a surge too, where traffic does not explain it', () => {
    const found = diagnosesOf(slowDatabase({ from: 152, factor: 10 }), surging({ from: 150, factor: 1.5 }));
    expectCause(found, 'dependency');
    expectVerdict(found, 'traffic-surge', 'inconclusive');
  });

  it('half an hour after a deploy is not its fault', () => {
    const found = diagnosesOf(deployed('web-2', { from: 110 }), slowDatabase({ from: 150, factor: 6 }));
    expectCause(found, 'dependency');
  });

  it('is no cause where nobody is hurt', () => {
    const slower = changed('dependencyReads', (value, at) => (at < 150 ? value : 4 * value));
    expectCause(diagnosesOf(slower), 'none');
  });
});

describe('a database near its quiet value', () => {
  it('is refuted, with numbers and power', () => {
    for (const one of diagnosesOf(slow)) {
      const hypothesis = hypothesisIn(one, 'dependency');
      expect(isRefutedWithPower(hypothesis)).toBe(true);
      expect(hypothesis.evidence[0]).toMatchObject({ unit: 'Seconds', points: 30, power: true });
      expect(hypothesis.evidence[0]?.baseline?.points).toBe(150);
    }
  });

  it.each([
    ['before five values after the onset', askedAt(154)],
    ['before thirty values ahead of it', begunAt(126)],
    ['without values before it', changed('dependencyReads', (value, at) => (at < 140 ? NaN : value))],
  ])('is not refuted %s', (_, happens) => {
    expectVerdict(diagnosesOf(slow, without('dependencyWrites'), happens), 'dependency', 'inconclusive');
  });

  it('has more connections where there is more traffic: that proves nothing', () => {
    const found = diagnosesOf(surging({ from: 150, factor: 3 }), slower({ from: 151, factor: 4 }));
    expectVerdict(found, 'dependency', 'refuted');
  });
});

describe('a dependency that may fail at once', () => {
  it.each([
    ['with a latency metric as usual', failing({ from: 150, share: 0.3 }), 'inconclusive'] as const,
    [
      'without a metric',
      (made: Parameters<ReturnType<typeof without>>[0]) =>
        without('dependencyReads', 'dependencyWrites')(failing({ from: 150, share: 0.3 })(made)),
      'no-data',
    ] as const,
  ])('is not refuted %s', (_, happens, verdict) => {
    const found = diagnosesOf(happens);
    expectCause(found, 'unknown');
    expectVerdict(found, 'dependency', verdict);
  });
});

describe('an open incident of a service depended on', () => {
  const failures = failing({ from: 150, share: 0.3 });

  it('is evidence, and named', () => {
    const found = diagnosesOf(failures, incidentOf('payments', 148));
    expectCause(found, 'dependency');
    for (const one of found) {
      expect(one.headline).toMatch(/^payments has an incident/);
      expect(one.dependency).toEqual({ name: 'payments', incident: 'payments-1' });
      expect(hypothesisIn(one, 'dependency')).toMatchObject({ subject: 'payments', verdict: 'supported' });
      expect(hypothesisIn(one, 'dependency').evidence[0]).toMatchObject({ kind: 'incident', observed: 'payments-1' });
    }
  });

  it('that hurts nobody here is no cause', () => {
    expectCause(diagnosesOf(incidentOf('payments', 148)), 'none');
  });

  it('that began later is not known', () => {
    expectCause(diagnosesOf(failures, incidentOf('payments', 181)), 'unknown');
  });
});
