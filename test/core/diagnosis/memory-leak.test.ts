import { describe, expect, it } from 'vitest';
import { epochOf, HOUR, MINUTE } from '../../../lib/core/time.ts';
import { diagnosesOf, expectCause, expectVerdict, hypothesisIn } from './diagnosed.ts';
import {
  all,
  askedAt,
  changed,
  daysOf,
  deployed,
  type Happening,
  leaking,
  minute,
  slowDatabase,
  slower,
  surging,
  without,
} from './situations.ts';

const memory = (to: (value: number, minute: number) => number): Happening =>
  all(changed('memory', to), changed('memoryOfWorst', to));

const minutesOff = (at: string | null, expected: number): number =>
  Math.abs(epochOf(at ?? '') - epochOf(minute(expected))) / MINUTE;

describe('memory that grows evenly', () => {
  it.each([
    [0.25, 60, 180],
    [0.6, 120, 180],
    [0.6, 120, 150],
    [1.5, 150, 180],
  ])('by %d %%/min is a leak, before anybody is hurt', (perMinute, from, at) => {
    const found = diagnosesOf(leaking({ from, perMinute }), askedAt(at));
    expectCause(found, 'memory-leak');
    for (const { onset, impact, memory: said } of found) {
      expect(minutesOff(onset, from)).toBeLessThanOrEqual(6);
      expect(impact).toBeNull();
      expect((said?.perHourPercent ?? 0) / (60 * perMinute)).toBeCloseTo(1, 0);
    }
  });

  it('fills memory at an instant that lies in its range', () => {
    for (const { memoryExhaustionAt, memoryExhaustionRange: range } of diagnosesOf(
      leaking({ from: 120, perMinute: 0.6 }),
    )) {
      expect(minutesOff(memoryExhaustionAt, 220)).toBeLessThan(8);
      expect([minute(220) > (range?.[0] ?? ''), minute(220) < (range?.[1] ?? '')]).toEqual([true, true]);
    }
  });

  it('explains the latency that it brings', () => {
    const found = diagnosesOf(leaking({ from: 100, perMinute: 0.7 }), slower({ from: 165, factor: 3 }));
    expectCause(found, 'memory-leak');
    expectVerdict(found, 'dependency', 'refuted');
  });

  it('is still one though the last values are late, or some are missing', () => {
    const leak = leaking({ from: 100, perMinute: 0.5 });
    expectCause(
      diagnosesOf(
        leak,
        memory((value, at) => (at >= 173 ? NaN : value)),
      ),
      'memory-leak',
    );
    expectCause(
      diagnosesOf(
        leak,
        memory((value, at) => (at % 3 === 1 ? NaN : value)),
      ),
      'memory-leak',
    );
  });

  it('is still one under a sawtooth of a collector whose floor rises', () => {
    expectCause(
      diagnosesOf(
        leaking({ from: 90, perMinute: 0.4 }),
        memory((value, at) => value + (at % 10)),
      ),
      'memory-leak',
    );
  });

  it('of one task of several counts', () => {
    const found = diagnosesOf(
      changed('memoryOfWorst', (value, at) => value + 0.5 * Math.max(0, at - 100)),
      changed('memory', (value, at) => value + 0.1 * Math.max(0, at - 100)),
    );
    expectCause(found, 'memory-leak');
    for (const one of found)
      expect(hypothesisIn(one, 'memory-leak').evidence[0]?.metric).toBe('AWS/ECS MemoryUtilization Maximum');
  });

  it('is full where it has no room left', () => {
    for (const one of diagnosesOf(leaking({ from: 100, perMinute: 1 }))) {
      expect(one.headline).toMatch(/^memory leak, memory is full/);
      expect(one.memoryExhaustionRange?.[0]).toBe(one.at);
      expect(one.memoryExhaustionRange?.[1]).toBeNull();
    }
  });

  it('fills memory no earlier than now, between two minutes too', () => {
    const found = diagnosesOf(leaking({ from: 120, perMinute: 1 }), askedAt(180 + 59 / 60));
    for (const { at, memoryExhaustionRange } of found) expect((memoryExhaustionRange?.[0] ?? '') >= at).toBe(true);
  });

  it('may level off only while there is room', () => {
    const [early] = diagnosesOf(leaking({ from: 120, perMinute: 0.5 }));
    const [late] = diagnosesOf(leaking({ from: 120, perMinute: 0.9 }));
    expect([early?.memory?.mayLevelOff, late?.memory?.mayLevelOff]).toEqual([true, false]);
  });
});

describe('a leak beside something else', () => {
  it('that a deploy brought is a leak, and the deploy is said', () => {
    const found = diagnosesOf(deployed('web-2', { from: 100 }), leaking({ from: 103, perMinute: 0.6 }));
    expectCause(found, 'memory-leak');
    expectVerdict(found, 'deploy-regression', 'inconclusive');
    for (const { deployImplicated, headline } of found) {
      expect(deployImplicated).toBe('web-2');
      expect(headline).toMatch(/^memory leak \(deploy web-2\), out of memory ~15:2\d/);
    }
  });

  it('that a surge drives is a leak, and the surge is said', () => {
    const found = diagnosesOf(surging({ from: 120, factor: 3 }), leaking({ from: 121, perMinute: 0.6 }));
    expectCause(found, 'memory-leak');
    for (const { trafficSurge, headline } of found) {
      expect(trafficSurge).toBe(true);
      expect(headline).toMatch(/^memory leak \(surge x3\.\d\), out of memory/);
    }
  });
});

/** Grows by so much a minute, dies and begins again every hour, from minute 70 on. */
const restarting = memory((value, at) => value + 0.9 * (at < 70 ? 0 : (at - 70) % 60));

describe('memory that grows again after every restart', () => {
  it.each([180, 150, 138])('is still a leak, at minute %d', (at) => {
    expectCause(diagnosesOf(restarting, askedAt(at)), 'memory-leak');
  });

  it.each([180, 150])('fills memory by the life that grows now, at minute %d', (at) => {
    for (const { memoryExhaustionAt: full, memoryExhaustionRange: range } of diagnosesOf(restarting, askedAt(at))) {
      expect(minutesOff(full, 197)).toBeLessThan(8);
      expect([minute(197) > (range?.[0] ?? ''), minute(197) < (range?.[1] ?? '')]).toEqual([true, true]);
    }
  });

  it('is still a leak where a deploy was the restart', () => {
    const grown = (value: number, at: number): number => value + 0.9 * (at < 141 ? Math.max(0, at - 80) : at - 141);
    expectCause(diagnosesOf(deployed('web-2', { from: 140 }), memory(grown)), 'memory-leak');
  });

  it('is none where the deploy ended it', () => {
    const grown = (value: number, at: number): number => value + 0.6 * (at < 141 ? Math.max(0, at - 80) : 0);
    expectCause(diagnosesOf(deployed('web-2', { from: 140 }), memory(grown)), 'none');
  });
});

describe('what is no leak', () => {
  const warmUp = (from: number): Happening =>
    memory((value, at) => (at < from ? value : value - 25 * Math.exp((from - at) / 15)));

  it.each([
    ['a warm-up that levels off', warmUp(0)],
    ['a warm-up after a deploy', all(deployed('web-2', { from: 100 }), warmUp(101))],
    ['a warm-up after a deploy, while it goes on', all(deployed('web-2', { from: 100 }), warmUp(101), askedAt(121))],
    ['a step that stays level', memory((value, at) => (at < 100 ? value : value + 15))],
    ['a sawtooth whose floor does not rise', memory((value, at) => value + (at % 20))],
    ['a periodic job', memory((value, at) => (at % 60 < 15 ? value + 20 : value))],
    [
      'a daily cycle',
      all(
        memory((value, at) => value + 10 * Math.sin(at / 229)),
        daysOf('memory', 7, (at) => 40 + 10 * Math.sin(at / 229.18) + 0.3 * Math.sin(at * 7.7)),
      ),
    ],
    [
      'a heap that expands for a surge',
      all(
        surging({ from: 150, factor: 3 }),
        memory((value, at) => (at < 150 ? value : value + 12 * (1 - Math.exp((150 - at) / 6)))),
      ),
    ],
  ])('%s', (_, happens) => {
    expectCause(diagnosesOf(happens), 'none');
  });

  it.each([135, 150, 160])('memory that waiting requests hold: latency rose first, at minute %d', (from) => {
    const queue = (value: number, at: number): number => (at < from ? value : value * (1 + 0.5 * (at - from + 1)));
    const found = diagnosesOf(
      changed('latency', queue),
      changed('tailLatency', queue),
      memory((value, at) => value + 0.6 * Math.max(0, at - from - 1)),
    );
    expectVerdict(found, 'memory-leak', 'inconclusive');
    for (const { cause, memoryExhaustionAt } of found) {
      expect(cause).toBe('unknown');
      expect(memoryExhaustionAt).toBeNull();
    }
  });

  it('memory that grows while a dependency is slow', () => {
    const found = diagnosesOf(
      slowDatabase({ from: 150, factor: 20 }),
      memory((value, at) => value + 0.8 * Math.max(0, at - 151)),
    );
    expectCause(found, 'dependency');
    for (const { alsoLikely } of found) expect(alsoLikely).toEqual(['memory-leak']);
  });
});

describe('level memory in trouble', () => {
  const slow = slower({ from: 150, factor: 3 });

  it('refutes a leak', () => {
    expectVerdict(diagnosesOf(slow), 'memory-leak', 'refuted');
  });

  it('of the fullest task refutes it too, and is named', () => {
    for (const one of diagnosesOf(slow, without('memory'))) {
      const { verdict, evidence } = hypothesisIn(one, 'memory-leak');
      expect(verdict).toBe('refuted');
      expect(evidence[0]).toMatchObject({ metric: 'AWS/ECS MemoryUtilization Maximum', points: 30, power: true });
    }
  });

  it.each([
    ['at its ceiling', memory(() => 100)],
    ['with few values since the onset', memory((value, at) => (at % 3 === 0 ? value : NaN))],
    ['a few minutes after the onset', askedAt(157)],
    ['with few values before the onset', memory((value, at) => (at < 125 ? NaN : value))],
  ])('does not refute it %s', (_, happens) => {
    expectVerdict(diagnosesOf(slow, happens), 'memory-leak', 'inconclusive');
  });

  it('that is not measured says nothing', () => {
    expectVerdict(diagnosesOf(slow, without('memory', 'memoryOfWorst')), 'memory-leak', 'no-data');
  });
});

/** By so much an hour since a day and a half before. */
const leakOfDays = (perHour: number): Happening =>
  all(
    memory((value, at) => value + perHour * (at / 60 + 36)),
    daysOf('memory', 4, (at) => 40 + perHour * Math.max(0, at / 60 + 36) + 0.5 * Math.sin(at * 7.7)),
  );

describe('a leak of days, at five minutes', () => {
  it.each([0.2, 0.5, 1])('of %d %/h is found, and tells when it fills memory', (perHour) => {
    const found = diagnosesOf(leakOfDays(perHour));
    expectCause(found, 'memory-leak');
    const full = 60 * (60 / perHour - 36);
    for (const { onset, memoryExhaustionAt, memoryExhaustionRange: range } of found) {
      expect(minutesOff(onset, -36 * 60) * MINUTE).toBeLessThan(4 * HOUR);
      expect(minutesOff(memoryExhaustionAt, full) / (full - 180)).toBeLessThan(0.1);
      expect(range?.[1]).toBeNull();
    }
  });

  it('says nothing of a database that it cannot compare with the time before', () => {
    expectVerdict(diagnosesOf(leakOfDays(0.5)), 'dependency', 'inconclusive');
  });
});
