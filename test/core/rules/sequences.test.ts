import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPS } from '../../../lib/core/configuration.ts';
import { type Happened, pagesOf } from '../../support/played-sequence.ts';

/**
 * What happens to one group, minute by minute, and whom that pages, as an executable reading of the rules that shares no
 * code with the core says; people have read the pages. A word that an alarm said last is not said again. C1, C2 and H
 * (a heartbeat that pages without data) are critical, W is a warning; `late C1 8` is an ALARM eight minutes old.
 *
 * In `OK5 ND10 ALARM(0)` the reading has ALARM and OK of one alarm at the same instant, in this order. CloudWatch's
 * clock cannot order those, and ALARM wins on equal ones, so here the OK comes at 5.01.
 */
interface Sequence {
  readonly name: string;
  readonly cooldown: number;
  /** Of `played-sequence.ts`; empty: three levels, of Alice, Bob and Carol. */
  readonly configuration: string;
  readonly happens: readonly string[];
  /** `15:bob`, up to minute 200. */
  readonly pages: readonly string[];
}

const SEQUENCES = JSON.parse(
  readFileSync(new URL('../../fixtures/sequences.json', import.meta.url), 'utf8'),
) as readonly Sequence[];

const isNumber = (word: string): boolean => /^\d+$/u.test(word);

const happened = (line: string): Happened => {
  const [minute, what = '', ...rest] = line.split(' ');
  return [Number(minute), what, ...rest.map((word) => (isNumber(word) ? Number(word) : word))];
};

describe('whom a sequence pages', () => {
  it.each(SEQUENCES)('$name', async ({ cooldown, configuration, happens, pages }) => {
    const sent = await pagesOf(happens.map(happened), { cooldown, config: configuration });
    // The reading knows people; everybody is the ops topic as well.
    const people = sent.filter(({ target }) => target !== OPS);
    expect(people.map(({ minute, target }) => `${String(minute)}:${target}`)).toEqual(pages);
  });

  it('is asked of every sequence', () => {
    expect(SEQUENCES).toHaveLength(58);
  });
});
