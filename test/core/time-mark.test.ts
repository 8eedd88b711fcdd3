import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../lib/core/time.ts';
import { spokenLength, timeMark, withoutHalfTime, withTimes } from '../../lib/core/time-mark.ts';

describe('a time in a sentence for readers of several zones', () => {
  it('is put into each of them when it is shown, to the minute', () => {
    const sentence = `out of memory ~${timeMark('2023-08-05T14:58:31.000Z')}`;
    expect(withTimes(sentence, (at) => at)).toBe('out of memory ~2023-08-05T14:58:00.000Z');
    expect(spokenLength(sentence)).toBe('out of memory ~10:58'.length);
  });

  it('comes back as the minute that it was', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2199-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
        const at = instantOf(date.getTime());
        expect(withTimes(timeMark(at), (read) => read.slice(0, 16))).toBe(at.slice(0, 16));
      }),
    );
  });

  it('leaves no half of itself where a sentence was cut', () => {
    expect(withoutHalfTime('p50 x2.4 since {t281')).toBe('p50 x2.4 since');
    expect(withoutHalfTime('p50 x2.4 since {t281…')).toBe('p50 x2.4 since…');
    expect(withoutHalfTime('p50 x2.4 since {t28187458}')).toBe('p50 x2.4 since {t28187458}');
  });
});
