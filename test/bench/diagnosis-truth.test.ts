import { describe, expect, it } from 'vitest';
import { deployAtFault, hasSurge, outcomeOf, phaseAt, truthSchema } from '../../bench/diagnosis/truth.ts';
import { epochOf, MINUTE } from '../../lib/core/time.ts';

const ONSET = epochOf('2026-03-03T12:00:00.000Z');
const at = (minutes: number): number => ONSET + minutes * MINUTE;
const instant = (minutes: number): string => new Date(at(minutes)).toISOString();

const lasting = truthSchema.parse({ cause: 'dependency', onset: instant(0), end: null });
const short = truthSchema.parse({ cause: 'dependency', onset: instant(0), end: instant(6) });

describe('what a diagnosis is judged by', () => {
  it('knows a cause from the onset until the end, and ten minutes in which it fades', () => {
    const phases = [-1, 0, 6, 7, 16, 17].map((minutes) => phaseAt(short, at(minutes)));
    expect(phases).toEqual(['before', 'during', 'during', 'fading', 'fading', 'over']);
    expect(phaseAt(lasting, at(600))).toBe('during');
  });

  it('is right with the cause, abstains with none or unknown, and is wrong with another', () => {
    const outcomes = (['dependency', 'none', 'unknown', 'memory-leak'] as const).map((said) =>
      outcomeOf(lasting, at(20), said),
    );
    expect(outcomes).toEqual(['right', 'abstained', 'abstained', 'wrong']);
  });

  it('takes the cause for right while it fades, and none for right only afterwards', () => {
    const judged = (minutes: number): readonly string[] =>
      (['dependency', 'none', 'unknown'] as const).map((said) => outcomeOf(short, at(minutes), said));
    expect(judged(16)).toEqual(['right', 'abstained', 'abstained']);
    expect(judged(17)).toEqual(['wrong', 'right', 'abstained']);
  });

  it('calls any cause wrong where nothing is the matter, or nobody can know', () => {
    const quiet = truthSchema.parse({});
    expect(outcomeOf(quiet, at(0), 'none')).toBe('right');
    expect(outcomeOf(quiet, at(0), 'traffic-surge')).toBe('wrong');
    const unknowable = truthSchema.parse({ cause: 'unknown', onset: instant(0) });
    expect(outcomeOf(unknowable, at(20), 'unknown')).toBe('right');
    expect(outcomeOf(unknowable, at(20), 'none')).toBe('abstained');
    expect(outcomeOf(unknowable, at(20), 'dependency')).toBe('wrong');
  });

  it('has no opinion of a surge or a deploy while its trouble fades', () => {
    const surging = { surge: { factor: 2, since: instant(2) }, deploy: 'web-2' };
    const truth = truthSchema.parse({ cause: 'deploy-regression', onset: instant(0), end: instant(6), ...surging });
    expect([1, 2, 7, 17].map((minutes) => hasSurge(truth, at(minutes)))).toEqual([false, true, undefined, false]);
    expect([-1, 1, 7, 17].map((minutes) => deployAtFault(truth, at(minutes)))).toEqual([
      null,
      'web-2',
      undefined,
      null,
    ]);
    expect([hasSurge(short, at(7)), deployAtFault(short, at(7))]).toEqual([false, null]);
  });

  it('refuses a time that is none', () => {
    expect(truthSchema.safeParse({ onset: 'noon' }).success).toBe(false);
  });
});
