import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groundsOf } from '../../../../lib/core/diagnosis/growth/ground.ts';
import { growthThroughRestarts, type Replacement } from '../../../../lib/core/diagnosis/growth/lives.ts';
import { quantile, ascendingOf } from '../../../../lib/core/diagnosis/statistics/robust.ts';

const memory = (level: (step: number) => number, count = 120): Float64Array =>
  Float64Array.from({ length: count }, (_, step) => level(step) + 0.2 * Math.sin(step * 2.3));

const grown = (
  values: Float64Array,
  ...replacements: readonly Replacement[]
): ReturnType<typeof growthThroughRestarts> =>
  growthThroughRestarts(values, { replacements, limit: 100, foresight: 10 });

const DEATH = 97;

/** Level until step 40, then by one a step to where it dies and begins again. */
const dying = (step: number): number => (step < 40 ? 40 : 40 + ((step - 40) % (DEATH - 40)));

describe('growth through restarts', () => {
  it('is found in one life', () => {
    const found = grown(memory((step) => 40 + 0.5 * Math.max(0, step - 60)));
    expect(found).toMatchObject({ to: 119 });
    expect(found?.pace).toBeCloseTo(0.5, 1);
    expect(Math.abs((found?.from ?? 0) - 60)).toBeLessThan(5);
  });

  it('keeps its first beginning after a death, and its pace is of the life that grows', () => {
    const found = grown(memory(dying));
    expect(Math.abs((found?.from ?? 0) - 40)).toBeLessThan(5);
    expect(found?.pace).toBeCloseTo(1, 1);
    expect(found?.againFrom).toBe(DEATH + 3);
  });

  it('is believed for some steps after a death', () => {
    expect(grown(memory(dying, DEATH + 3))).toBeDefined();
  });

  it('is none where a collector gives back long before the limit, again and again', () => {
    expect(grown(memory((step) => 58 + 28 * ((step % 50) / 50), 150))).toBeUndefined();
  });

  it('is believed through a death before which a collector gave some of it back', () => {
    const gasp = (step: number): number => (step > DEATH - 4 && step < DEATH ? 88 : dying(step));
    expect(grown(memory(gasp))).toMatchObject({ againFrom: DEATH + 3 });
  });

  it('is over where the next life stays level', () => {
    expect(grown(memory((step) => (step < DEATH ? dying(step) : 45)))).toBeUndefined();
  });

  it('is over with a deploy, until the new process grows by itself', () => {
    const deploy = { start: DEATH - 1, end: DEATH + 1 };
    expect(
      grown(
        memory((step) => (step < DEATH ? dying(step) : 45)),
        deploy,
      ),
    ).toBeUndefined();
    expect(grown(memory(dying), deploy)).toBeDefined();
  });

  it('is none of a level series, nor of one without values', () => {
    expect(grown(memory(() => 40))).toBeUndefined();
    expect(grown(new Float64Array(60).fill(NaN))).toBeUndefined();
    expect(grown(new Float64Array(0))).toBeUndefined();
  });
});

describe('memory that fills nearly all there is', () => {
  /** By 8 every eight steps from 50 on, with a little between. */
  const leaps = (step: number): number =>
    55 + (step < 50 ? 0 : 8 * Math.floor((step - 50) / 8) + ((step - 50) % 8) / 2);

  it('grows, though by leaps', () => {
    expect(grown(memory(leaps, 90))).toBeDefined();
  });

  it('does not by one step to a level where it stays', () => {
    expect(grown(memory((step) => (step < 60 ? 55 : 93), 90))).toBeUndefined();
  });
});

describe('the ground that growth must leave', () => {
  const any = fc.array(fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 100, noNaN: true })), { maxLength: 60 });

  it('is the upper quarter of all values before, and one percent, from ten of them on', () => {
    fc.assert(
      fc.property(any, (values) => {
        const grounds = groundsOf(Float64Array.from(values));
        expect(grounds).toHaveLength(values.length + 1);
        for (const [step, ground] of grounds.entries()) {
          const before = ascendingOf(values.slice(0, step));
          if (before.length < 10) expect(ground).toBeNaN();
          else expect(ground).toBeCloseTo(quantile(before, 0.75) + 1, 9);
        }
      }),
    );
  });
});
