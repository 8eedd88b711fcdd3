import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../lib/core/diagnosis/diagnose.ts';
import type { Role } from '../../../lib/core/diagnosis/facts/situation.ts';
import { MINUTE } from '../../../lib/core/time.ts';
import { diagnosed, soundDiagnosis } from './diagnosed.ts';
import {
  all,
  alarmed,
  askedAt,
  begunAt,
  changed,
  deployed,
  failing,
  type Happening,
  heldIn,
  incidentOf,
  leaking,
  ROLES,
  serviceWith,
  slowDatabase,
  slower,
  START,
  surging,
} from './situations.ts';

const odd = fc.oneof(
  fc.constantFrom(NaN, 0, -1, 1, 100, 1e308, -1e308, 5e-324, 1e-9, 99.9),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 0, max: 200, noNaN: true }),
);

const oddSeries = fc
  .oneof(
    fc.array(odd, { maxLength: 200 }),
    fc.tuple(odd, fc.nat(200)).map(([value, length]) => Array.from({ length }, () => value)),
    fc
      .tuple(odd, odd, fc.nat(200), fc.nat(200))
      .map(([one, other, length, from]) => Array.from({ length }, (_, at) => (at < from ? one : other))),
    fc
      .tuple(fc.double({ min: -1, max: 3, noNaN: true }), fc.nat(200))
      .map(([pace, length]) => Array.from({ length }, (_, at) => 20 + pace * at)),
  )
  .map((values) => Float64Array.from(values));

const begins = fc.integer({ min: -40, max: 40 });

/** Any values of any roles, each from its own minute on. */
const oddHoldings: fc.Arbitrary<Happening> = fc
  .array(fc.tuple(fc.constantFrom<Role>(...ROLES), oddSeries, begins, fc.constantFrom(1, 1, 5)), { maxLength: 10 })
  .map((holdings) => (made) => ({
    ...made,
    held: {
      ...made.held,
      ...Object.fromEntries(
        holdings.map(([role, values, from, minutes]) => [
          role,
          [{ startMs: START + from * MINUTE, periodMs: minutes * MINUTE, values }],
        ]),
      ),
    },
  }));

const onsets = fc.integer({ min: 0, max: 179 });
const factors = fc.double({ min: 0.2, max: 30, noNaN: true });

const usualHappening: fc.Arbitrary<Happening> = fc.oneof(
  fc.tuple(onsets, factors).map(([from, factor]) => slower({ from, factor })),
  fc.tuple(onsets, factors).map(([from, factor]) => surging({ from, factor })),
  fc.tuple(onsets, factors).map(([from, factor]) => slowDatabase({ from, factor })),
  fc
    .tuple(onsets, fc.double({ min: 0.05, max: 2, noNaN: true }))
    .map(([from, perMinute]) => leaking({ from, perMinute })),
  fc.tuple(onsets, fc.double({ min: 0, max: 1, noNaN: true })).map(([from, share]) => failing({ from, share })),
  fc.tuple(onsets, fc.nat(30)).map(([from, lasts]) => deployed(`web-${String(from)}`, { from, to: from + lasts })),
  onsets.map((from) => incidentOf('payments', from)),
  onsets.map((from) => alarmed(from)),
  onsets.map((from) => begunAt(from)),
  fc
    .tuple(fc.constantFrom<Role>(...ROLES), onsets, fc.nat(60))
    .map(([role, from, length]) => changed(role, (value, at) => (at >= from && at < from + length ? NaN : value))),
);

const anyHappening = fc
  .tuple(fc.array(usualHappening, { maxLength: 4 }), oddHoldings, fc.boolean())
  .map(([usual, odds, isOdd]) => all(...usual, ...(isOdd ? [odds] : [])));

const instants = fc.integer({ min: 0, max: 200 });

describe('whatever the series', () => {
  it('a diagnosis is complete, valid against its schema, and of numbers', () => {
    fc.assert(
      fc.property(anyHappening, instants, fc.integer({ min: 1, max: 20 }), (happens, at, seed) => {
        diagnosed([happens, askedAt(at)], seed);
      }),
      { numRuns: 400 },
    );
  });

  it('holds at an instant between two minutes', () => {
    fc.assert(
      fc.property(anyHappening, instants, fc.double({ min: 0, max: 1, noNaN: true }), (happens, at, part) => {
        diagnosed([happens, askedAt(at + Math.floor(part * MINUTE) / MINUTE)]);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same for the same', () => {
    fc.assert(
      fc.property(anyHappening, instants, (happens, at) => {
        const situation = serviceWith([happens, askedAt(at)]);
        expect(diagnose(situation)).toEqual(diagnose(situation));
      }),
      { numRuns: 50 },
    );
  });

  it('is not changed by what came later', () => {
    const later = fc.constantFrom(NaN, 0, 1e6, -1, 100);
    fc.assert(
      fc.property(anyHappening, instants, later, (happens, at, value) => {
        const changedLater = ROLES.map((role) => changed(role, (known, minute) => (minute >= at ? value : known)));
        const situation = serviceWith([happens, ...changedLater, deployed('later', { from: at + 1 }), askedAt(at)]);
        expect(soundDiagnosis(situation)).toEqual(diagnose(serviceWith([happens, askedAt(at)])));
      }),
      { numRuns: 200 },
    );
  });

  it.each([1_000, 1_000_000, 0.001])('is not changed by latency that is held %d to the second', (perSecond) => {
    const LATENCIES: readonly Role[] = ['latency', 'tailLatency', 'dependencyReads', 'dependencyWrites'];
    fc.assert(
      fc.property(fc.array(usualHappening, { maxLength: 4 }), instants, (happenings, at) => {
        const verdicts = (more: readonly Happening[]): unknown => {
          const { cause, alsoLikely, hypotheses, onset } = diagnose(serviceWith([...happenings, ...more, askedAt(at)]));
          return [cause, alsoLikely, onset, hypotheses.map(({ verdict }) => verdict)];
        };
        expect(verdicts(LATENCIES.map((role) => heldIn(role, perSecond)))).toEqual(verdicts([]));
      }),
      { numRuns: 60 },
    );
  });
});
