import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../lib/core/time.ts';
import { diagnosed, diagnosesOf, expectCause } from './diagnosed.ts';
import { changed, deployed, failing, type Happening, leaking, type Made, slower, without } from './situations.ts';

const late = (from: number): Happening => changed('requests', (value, at) => (at >= from ? NaN : value));
const holesIn = (role: 'requests', every: number): Happening =>
  changed(role, (value, at) => (at % every === 0 ? NaN : value));

describe('errors of minutes that nobody counted the requests of', () => {
  const background = changed('serverErrors', () => 2);

  it('hurt nobody: of how many they are is not known', () => {
    expect(diagnosed([background, holesIn('requests', 18)]).cause).toBe('none');
    expect(diagnosed([background, late(177)]).cause).toBe('none');
  });

  it('hide no failing either', () => {
    const found = diagnosed([holesIn('requests', 18), background, failing({ from: 145, share: 0.08 })]);
    expect(found.cause).toBe('unknown');
    expect(found.headline).toContain(' of requests fail since 14:25');
  });
});

describe('a service that is no longer heard of', () => {
  const silent = (...roles: readonly ('requests' | 'latency' | 'tailLatency' | 'serverErrors' | 'balancerErrors')[]) =>
    roles.map((role) => changed(role, (value, at) => (at >= 150 ? NaN : value)));

  it('is not said to be well', () => {
    const gone = diagnosed(silent('requests', 'latency', 'tailLatency', 'serverErrors', 'balancerErrors'));
    expect(gone).toMatchObject({ cause: 'unknown', headline: 'traffic has all but stopped, cause unknown' });
    const stopped = diagnosed([changed('requests', (value, at) => (at >= 170 ? 0 : value))]);
    expect(stopped.headline).toBe('traffic has all but stopped, cause unknown');
  });

  it('is not said to be well by its memory alone', () => {
    const roles = ['requests', 'latency', 'tailLatency', 'serverErrors', 'balancerErrors'] as const;
    expect(diagnosed([without(...roles)])).toMatchObject({
      cause: 'unknown',
      headline: 'latency and errors are not known, cause unknown',
    });
  });
});

/** The same values, each for several steps, or several of them a step. */
const heldEvery =
  (role: 'memory' | 'latency', periodMs: number): Happening =>
  (made: Made) => {
    const [series] = made.held[role] ?? [];
    if (series === undefined) return made;
    const ratio = periodMs / MINUTE;
    const values = Float64Array.from(
      { length: Math.floor(series.values.length / ratio) },
      (_, index) => series.values[Math.floor(index * ratio)] ?? NaN,
    );
    return { ...made, held: { ...made.held, [role]: [{ ...series, periodMs, values }] } };
  };

describe('a series of other periods than the rest', () => {
  it('is looked at where it is finer: the median of its parts', () => {
    const slow = slower({ from: 150, factor: 3 });
    expectCause(
      diagnosesOf(slow, without('tailLatency'), heldEvery('latency', 10 * SECOND), deployed('web-2', { from: 148 })),
      'deploy-regression',
    );
  });

  it('is looked at where it is coarser: each value for all of its period', () => {
    const found = diagnosed([
      leaking({ from: 120, perMinute: 0.8 }),
      without('memoryOfWorst'),
      heldEvery('memory', 5 * MINUTE),
    ]);
    expect(found.cause).toBe('memory-leak');
  });
});

describe('memory of a collector that lets it rise far', () => {
  it('is no leak, though its tops are near the limit', () => {
    for (const length of [50, 70]) {
      const teeth = (_: number, at: number): number => 58 + 28 * ((at % length) / length);
      expect(diagnosed([changed('memory', teeth), changed('memoryOfWorst', teeth)]).cause).toBe('none');
    }
  });
});
