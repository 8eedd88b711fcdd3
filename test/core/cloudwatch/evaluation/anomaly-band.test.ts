import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anomalyBand, type AnomalyBand } from '../../../../lib/core/cloudwatch/evaluation/anomaly-band.ts';
import { DAY, epochOf, HOUR, MINUTE } from '../../../../lib/core/time.ts';

/** A Monday. */
const FROM = epochOf('2026-01-05T00:00:00.000Z');

type At = (ms: number) => number;

/** The same numbers in every run (mulberry32), normally distributed. */
const noiseFrom = (seed: number): (() => number) => {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
};

const series = (spanMs: number, at: At, periodMs = MINUTE): Float64Array =>
  Float64Array.from({ length: spanMs / periodMs }, (_, index) => at(index * periodMs));

const bandOf = (values: Float64Array, periodMs = MINUTE, standardDeviations = 3): AnomalyBand =>
  anomalyBand(values, { startOf: (index) => FROM + index * periodMs, periodMs }, standardDeviations);

interface Judged {
  readonly band: AnomalyBand;
  /** Share of the periods from one time to another. */
  readonly outside: (fromMs: number, toMs: number) => number;
  /** Where an alarm that wants 3 of 5 points goes off. */
  readonly alarms: (fromMs: number, toMs: number) => number;
}

const judged = (values: Float64Array, periodMs = MINUTE): Judged => {
  const band = bandOf(values, periodMs);
  const marks = Array.from(values, (value, i) => value > (band.upper[i] ?? NaN) || value < (band.lower[i] ?? NaN));
  const isOn = (index: number): boolean => marks.slice(Math.max(0, index - 4), index + 1).filter(Boolean).length >= 3;
  const from = (fromMs: number, toMs: number): number[] =>
    Array.from({ length: (toMs - fromMs) / periodMs }, (_, index) => fromMs / periodMs + index);
  return {
    band,
    outside: (fromMs, toMs) => from(fromMs, toMs).filter((index) => marks[index]).length / from(fromMs, toMs).length,
    alarms: (fromMs, toMs) => from(fromMs, toMs).filter((index) => isOn(index) && !isOn(index - 1)).length,
  };
};

/** Requests a minute of a site with days and weekends. */
const traffic: At = (ms) => {
  const weekend = Math.floor(ms / DAY) % 7 >= 5 ? 0.5 : 1;
  return weekend * (500 + 350 * Math.sin((2 * Math.PI * ms) / DAY));
};

/** What a count of independent visitors varies by, and 5 percent besides. */
const noisy = (at: At, seed = 1): At => {
  const noise = noiseFrom(seed);
  return (ms) => Math.max(0, Math.round(at(ms) * (1 + 0.05 * noise()) + Math.sqrt(at(ms)) * noise()));
};

describe('too little history', () => {
  it.each([
    [MINUTE, 30],
    [5 * MINUTE, 15],
    [HOUR, 15],
  ])('gives no band: periods of %i ms need %i points', (periodMs, points) => {
    const { lower, upper } = bandOf(new Float64Array(50).fill(7), periodMs);
    expect(lower.findIndex((value) => !Number.isNaN(value))).toBe(points);
    expect(upper.findIndex((value) => !Number.isNaN(value))).toBe(points);
  });

  it('is counted in values, not in periods: missing ones do not help', () => {
    const values = series(2 * HOUR, (ms) => ((ms / MINUTE) % 2 === 0 ? 7 : NaN));
    expect(bandOf(values).upper.findIndex((value) => !Number.isNaN(value))).toBe(59);
  });
});

describe('any series', () => {
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: -1000, max: 1000 }) },
    { weight: 1, arbitrary: fc.double() },
  );
  const values = fc.array(value, { minLength: 40, maxLength: 120 });
  const periodMs = fc.constantFrom(10_000, MINUTE, 5 * MINUTE, HOUR, 6 * HOUR, DAY);

  it('gets a band that rests on the periods before alone', () => {
    fc.assert(
      fc.property(fc.tuple(values, values, fc.nat({ max: 119 })), periodMs, ([one, other, cut], period) => {
        const until = cut % one.length;
        const changed = [...one.slice(0, until), ...other];
        const first = bandOf(Float64Array.from(one), period);
        const second = bandOf(Float64Array.from(changed), period);
        expect(second.upper.slice(0, until + 1)).toEqual(first.upper.slice(0, until + 1));
        expect(second.lower.slice(0, until + 1)).toEqual(first.lower.slice(0, until + 1));
      }),
    );
  });

  it('has the lower end below the upper one, and a band again after any value, however large', () => {
    fc.assert(
      fc.property(values, periodMs, (all, period) => {
        const { lower, upper } = bandOf(Float64Array.from([...all, ...new Array<number>(200).fill(5)]), period);
        expect(upper.every((end, index) => Number.isNaN(end) === Number.isNaN(lower[index]))).toBe(true);
        expect(upper.every((end, index) => Number.isNaN(end) || (lower[index] ?? NaN) <= end)).toBe(true);
        expect(Number.isFinite(upper.at(-1))).toBe(true);
      }),
    );
  });

  it('gets a lower end of 0 or more while no value was below', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 40 }), (all) => {
        expect(bandOf(Float64Array.from(all)).lower.every((end) => Number.isNaN(end) || end >= 0)).toBe(true);
      }),
    );
  });

  it('is as wide as the standard deviations asked for, which change nothing else', () => {
    const values = series(2 * DAY, noisy(traffic));
    const [narrow, wide] = [bandOf(values, MINUTE, 1), bandOf(values, MINUTE, 2)];
    for (let index = 600; index < values.length; index += 60) {
      const centre = 2 * (narrow.upper[index] ?? NaN) - (wide.upper[index] ?? NaN);
      expect((wide.upper[index] ?? NaN) - centre).toBeCloseTo(2 * ((narrow.upper[index] ?? NaN) - centre), 6);
      expect(centre).toBeGreaterThan(narrow.lower[index] ?? NaN);
    }
  });
});

describe('a constant series', () => {
  const values = series(DAY, (ms) => (ms < 12 * HOUR ? 500 : 505));

  it('does not flag its first noise', () => {
    expect(judged(values).outside(HOUR, DAY)).toBe(0);
  });

  it('has a band of 6 percent to either side at 3 standard deviations', () => {
    const { lower, upper } = bandOf(values);
    expect(lower[120]).toBeCloseTo(470);
    expect(upper[120]).toBeCloseTo(530);
  });

  it('of zeros flags what is not zero, until errors now and then have become usual', () => {
    const now = noiseFrom(3);
    const { outside } = judged(series(3 * DAY, (ms) => (ms < DAY || now() < 0.5 ? 0 : 3)));
    expect(outside(DAY, DAY + 30 * MINUTE)).toBeGreaterThan(0.15);
    expect(outside(2 * DAY, 3 * DAY)).toBe(0);
  });
});

describe('negative values', () => {
  it('are usual where they were seen', () => {
    const noise = noiseFrom(1);
    const values = series(3 * HOUR, () => -5 + noise());
    expect(bandOf(values).lower[120]).toBeLessThan(-7);
    expect(judged(values).outside(HOUR, 3 * HOUR)).toBeLessThan(0.02);
  });
});

describe('a surge', () => {
  const begins = 2 * HOUR;
  const surge: At = (ms) => (ms >= begins && ms < begins + HOUR ? 2000 : 500);
  const { outside } = judged(series(DAY, surge));

  it('is outside from its first minute on, after two hours of history', () => {
    expect(outside(HOUR, begins)).toBe(0);
    expect(outside(begins, begins + 10 * MINUTE)).toBe(1);
  });

  it('does not become the baseline: its hour is outside, what follows is not', () => {
    expect(outside(begins, begins + HOUR)).toBeGreaterThan(0.6);
    expect(outside(begins + HOUR + 10 * MINUTE, DAY)).toBe(0);
  });

  it('of the recorded incident is above the band from its first minute, 13:27, on; nothing is before', () => {
    const file = 'examples/incidents/2023-08-05-memory-leak/recording.json';
    const { series: all } = JSON.parse(readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8')) as {
      series: { metricName: string; timestamps: string[]; values: number[] }[];
    };
    const requests = all.find(({ metricName }) => metricName === 'RequestCount');
    const at = requests?.timestamps.indexOf('2023-08-05T13:27:00.000Z') ?? -1;
    const recorded = judged(Float64Array.from(requests?.values ?? []));
    expect(at).toBe(62);
    expect(recorded.outside(0, at * MINUTE)).toBe(0);
    expect(recorded.outside(at * MINUTE, (at + 30) * MINUTE)).toBe(1);
    expect(recorded.alarms(0, (at + 2) * MINUTE)).toBe(0);
    expect(recorded.alarms(0, (at + 3) * MINUTE)).toBe(1);
  });
});

describe('a level that lasts', () => {
  it.each([
    ['upwards', 2000],
    ['downwards', 50],
  ])('is outside for about three hours and learnt within the next: %s', (_, level) => {
    const { outside, alarms, band } = judged(series(2 * DAY, (ms) => (ms < DAY ? 500 : level)));
    expect(outside(DAY, DAY + 2.5 * HOUR)).toBe(1);
    expect(outside(DAY + 4 * HOUR, 2 * DAY)).toBe(0);
    expect(alarms(DAY, 2 * DAY)).toBe(1);
    expect(((band.upper.at(-1) ?? NaN) + (band.lower.at(-1) ?? NaN)) / 2).toBeCloseTo(level, 0);
  });
});

describe('traffic with days and weekends', () => {
  const usual = series(28 * DAY, noisy(traffic));

  it('is quiet in its third and fourth week: weekdays, weekends, and noise that is larger at noon', () => {
    expect(judged(usual).alarms(14 * DAY, 28 * DAY)).toBe(0);
    expect(judged(usual).outside(14 * DAY, 28 * DAY)).toBeLessThan(0.01);
  });

  it('is seldom outside on its second day, when the time of day is known from one day alone', () => {
    expect(judged(usual).outside(DAY, 2 * DAY)).toBeLessThan(0.02);
  });

  it.each([
    ['half again as much at its busiest', 16 * DAY + 6 * HOUR, 1.5],
    ['twice as much at night', 16 * DAY + 18 * HOUR, 2],
    ['a third of it', 16 * DAY + 6 * HOUR, 0.33],
    ['what a weekday would bring, on a Sunday', 27 * DAY + 6 * HOUR, 2],
  ])('alarms within five minutes: %s', (_, begins, factor) => {
    const values = usual.map((value, index) =>
      index * MINUTE >= begins && index * MINUTE < begins + HOUR ? factor * value : value,
    );
    expect(judged(values).alarms(begins, begins + 5 * MINUTE)).toBe(1);
  });

  it('that comes back from a quiet night in a quarter of an hour is usual once it has done so for a week', () => {
    const office = noisy((ms) => (ms % DAY >= 8 * HOUR && ms % DAY < 18 * HOUR ? 1000 : 100));
    const { alarms } = judged(series(10 * DAY, office));
    expect(alarms(0, 2 * DAY)).toBeGreaterThan(0);
    expect(alarms(7 * DAY, 10 * DAY)).toBe(0);
  });

  it('expects the job of ten minutes that runs every night, and misses it', () => {
    const at = 9 * DAY + 3 * HOUR;
    const isJob = (ms: number): boolean => ms % DAY >= 3 * HOUR && ms % DAY < 3 * HOUR + 10 * MINUTE;
    const nightly = series(
      10 * DAY,
      noisy((ms) => (isJob(ms) ? 3000 : 500)),
    );
    expect(judged(nightly).alarms(0, 2 * DAY)).toBeGreaterThan(0);
    expect(judged(nightly).alarms(7 * DAY, 10 * DAY)).toBe(0);
    const missed = nightly.map((value, index) => (isJob(index * MINUTE) && index * MINUTE >= at ? 500 : value));
    expect(judged(missed).outside(at, at + 10 * MINUTE)).toBe(1);
  });

  it('learns little from one bad day: the days after and the same day a week later are as usual, and a surge then is one', () => {
    const noon = 16 * DAY + 6 * HOUR;
    const bad = usual.map((value, index) => (Math.abs(index * MINUTE - noon) < HOUR ? 6 * value : value));
    const surged = bad.map((value, index) =>
      index * MINUTE >= noon + DAY && index * MINUTE < noon + DAY + HOUR ? 2 * value : value,
    );
    expect(judged(bad).outside(noon + 2 * HOUR, noon + 7 * DAY - HOUR)).toBeLessThan(0.01);
    expect(judged(bad).outside(noon + 7 * DAY - HOUR, noon + 7 * DAY + HOUR)).toBeLessThan(0.1);
    expect(judged(surged).outside(noon + DAY, noon + DAY + 10 * MINUTE)).toBe(1);
  });

  it('that grows by 3 percent a day stays usual', () => {
    const growing = noisy((ms) => traffic(ms) * 1.03 ** (ms / DAY));
    expect(judged(series(28 * DAY, growing)).outside(14 * DAY, 28 * DAY)).toBeLessThan(0.01);
  });
});

describe('missing values', () => {
  const gaps: At = (ms) => ((ms / MINUTE) % 3 === 0 || ms % DAY < 2 * HOUR ? NaN : traffic(ms));
  const values = series(14 * DAY, gaps);

  it('leave the band as good as it was: quiet, and a surge is outside', () => {
    const begins = 13 * DAY + 6 * HOUR;
    expect(judged(values).outside(7 * DAY, 14 * DAY)).toBeLessThan(0.01);
    const surged = values.map((value, index) => (index * MINUTE >= begins ? 2 * value : value));
    expect(judged(surged).alarms(begins, begins + 10 * MINUTE)).toBe(1);
  });

  it('have a band themselves', () => {
    const { upper } = bandOf(values);
    expect(Number.isNaN(values[13 * 1440 + 60])).toBe(true);
    expect(upper[13 * 1440 + 60]).toBeGreaterThan(0);
  });

  it('teach nothing: without them, and with a day of them, the band is where it was', () => {
    const silent = bandOf(Float64Array.from([...new Float64Array(120).fill(5), ...new Float64Array(1440).fill(NaN)]));
    expect(silent.upper.at(-1)).toBe(silent.upper[120]);
  });
});

describe('periods of five minutes and of an hour', () => {
  it.each([5 * MINUTE, HOUR])('are judged as minutes are: %i ms', (periodMs) => {
    const begins = 24 * DAY + 6 * HOUR;
    const at = noisy(traffic);
    const surged = series(28 * DAY, (ms) => at(ms) * (ms >= begins && ms < begins + 6 * HOUR ? 2 : 1), periodMs);
    const { outside, alarms } = judged(surged, periodMs);
    expect(outside(14 * DAY, begins)).toBeLessThan(0.01);
    expect(alarms(14 * DAY, begins)).toBe(0);
    expect(alarms(begins, begins + 3 * periodMs)).toBe(1);
  });
});
