import { describe, expect, it } from 'vitest';
import {
  type Anchor,
  anchorsOf,
  brokenAnchors,
  MOST_ANCHORED,
  strayedFrom,
} from '../../../lib/core/incident/anchor.ts';
import { seal } from '../../../lib/core/incident/chain.ts';
import { minute, note, opening } from '../../support/incident-story.ts';

const headOf = (index: number) => ({ incidentId: `I${String(index).padStart(5, '0')}`, version: 3, tip: 'a' });
const heads = (count: number) => Array.from({ length: count }, (_, index) => headOf(index));
const first = anchorsOf({ day: '2026-11-22', last: undefined }, heads(2));

const later = (day: string, before: readonly Anchor[], count = 1): readonly Anchor[] =>
  anchorsOf({ day, last: before.at(-1) }, heads(count));

describe('the anchors of a day', () => {
  it('are one, also of a day without incidents', () => {
    expect(first).toMatchObject([{ part: 1, isLast: true, before: '' }]);
    expect(later('2026-11-23', first, 0)).toMatchObject([{ isLast: true, incidents: [], before: first[0]?.hash }]);
  });

  it('are several where there are many incidents, and go on where a run broke off', () => {
    const many = later('2026-11-23', first, MOST_ANCHORED + 1);
    expect(many.map(({ part, isLast, incidents }) => [part, isLast, incidents.length])).toEqual([
      [1, false, MOST_ANCHORED],
      [2, true, 1],
    ]);
    expect(later('2026-11-23', many.slice(0, 1))).toMatchObject([{ part: 2, before: many[0]?.hash }]);
    expect(brokenAnchors([...first, ...many])).toEqual([]);
  });

  it('follow each other by their hashes: one that is altered, or missing, is found', () => {
    const all = [...first, ...later('2026-11-23', first), ...later('2026-11-24', later('2026-11-23', first))];
    expect(brokenAnchors(all)).toEqual([]);
    expect(brokenAnchors(all.slice(1))).toEqual([]);
    expect(brokenAnchors(all.filter((_, index) => index !== 1))).toEqual([
      'the anchor of 2026-11-24, part 1, does not follow the one before it',
    ]);
    const altered = all.map((anchor, index) => (index === 1 ? { ...anchor, incidents: [] } : anchor));
    expect(brokenAnchors(altered)).toEqual(['the anchor of 2026-11-23, part 1, is not as it was written']);
  });

  it('fit into an item of the table', () => {
    const [full] = later('2026-11-23', first, MOST_ANCHORED).map((anchor) =>
      JSON.stringify({
        ...anchor,
        incidents: anchor.incidents.map(() => ({ incidentId: 'I'.repeat(26), events: 999_999, tip: 'f'.repeat(64) })),
      }),
    );
    expect(full?.length).toBeLessThan(390_000);
  });
});

describe('a timeline that was anchored', () => {
  const sealed = seal([opening('I'), note('one'), note('two'), note('three')], { version: 0, tip: '' });
  const anchored = { incidentId: 'I', events: 3, tip: sealed[2]?.hash ?? '', day: minute(0).slice(0, 10) };

  it('may have gone on since', () => {
    expect(strayedFrom(anchored, sealed)).toBeUndefined();
    expect(strayedFrom(anchored, sealed.slice(0, 3))).toBeUndefined();
  });

  it('is missed where it was cut, or written anew', () => {
    expect(strayedFrom(anchored, sealed.slice(0, 2))).toBe(
      '3 events of it were anchored on 2023-08-05, and 2 are there',
    );
    const anew = seal([opening('I'), note('one'), note('2'), note('three')], { version: 0, tip: '' });
    expect(strayedFrom(anchored, anew)).toBe('event 3 is not the one that was anchored on 2023-08-05');
  });
});
