import { describe, expect, it } from 'vitest';
import { TagRation, TAGS_NOT_ASKED_MS } from '../../../lib/adapters/cloudwatch/tag-ration.ts';
import { type Instant, later, SECOND } from '../../../lib/core/time.ts';

const START: Instant = '2026-03-01T03:00:00.000Z';

/** Of five processes, so that each has two a second. */
const rationAt = (): { readonly ration: TagRation; readonly pass: (ms: number) => void } => {
  let now = START;
  const ration = new TagRation({ clock: () => now, processes: 5 });
  return { ration, pass: (ms) => void (now = later(now, ms)) };
};

const takenOf = (ration: TagRation, times: number): number =>
  Array.from({ length: times }, () => ration.take()).filter(Boolean).length;

describe('what a process may ask for tags', () => {
  it('is five at once, then its share of what CloudWatch gives in a second', () => {
    const { ration, pass } = rationAt();
    expect(takenOf(ration, 100)).toBe(5);
    pass(SECOND);
    expect(takenOf(ration, 100)).toBe(2);
    pass(60 * SECOND);
    expect(takenOf(ration, 100)).toBe(5);
  });

  it('is nothing for a while after a refusal, whatever is left', () => {
    const { ration, pass } = rationAt();
    ration.rest();
    expect(ration.take()).toBe(false);
    pass(TAGS_NOT_ASKED_MS - 1);
    expect(ration.take()).toBe(false);
    pass(1);
    expect(ration.take()).toBe(true);
  });

  it('is no more for a clock that goes back', () => {
    const { ration, pass } = rationAt();
    takenOf(ration, 5);
    pass(-60 * SECOND);
    expect(ration.take()).toBe(false);
  });
});
