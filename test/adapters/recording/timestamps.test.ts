import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsTimeReader, instantReader } from '../../../lib/adapters/recording/timestamps.ts';
import { epochOf, parseInstant } from '../../../lib/core/time.ts';

const slowly = (text: string): number => {
  const at = parseInstant(text);
  return at === undefined ? NaN : epochOf(at);
};

const digits = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
const date = fc.constantFrom(
  '2023-08-05',
  '2023-08-31',
  '2024-02-29',
  '2023-02-29',
  '2023-02-30',
  '2023-04-31',
  '2023-13-01',
  '2023-8-05',
  '0000-00-00',
);
const zone = fc.constantFrom(
  'Z',
  'z',
  '.000Z',
  '.5Z',
  '.123456Z',
  '+00:00',
  '-04:00',
  '+0530',
  '',
  'X.000Z',
  '+00:000',
);
const written = fc
  .tuple(date, fc.constantFrom('T', 't', ' '), digits, digits, digits, zone)
  .map(([day, t, hour, minute, second, end]) => `${day}${t}${hour}:${minute}:${second}${end}`);

describe('timestamps of a file', () => {
  it('are read as any instant is, one after the other', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            written,
            fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
            fc.string(),
          ),
        ),
        (all) => {
          const read = instantReader();
          expect(all.map(read)).toEqual(all.map(slowly));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are none on a day that its month has not', () => {
    const read = instantReader();
    const times = ['2023-02-28T23:59:00Z', '2023-02-30T00:00:00Z', '2023-02-30T00:01:00.5Z', '2023-03-01T00:00:00Z'];
    expect(times.map(read)).toEqual([Date.UTC(2023, 1, 28, 23, 59), NaN, NaN, Date.UTC(2023, 2, 1)]);
  });

  it('are no numbers in a recording', () => {
    expect(instantReader()(1_691_244_900)).toBeNaN();
  });

  it('are epoch seconds or milliseconds too in the output of AWS', () => {
    const at = Date.UTC(2023, 7, 5, 14, 15);
    expect(['2023-08-05T10:15:00-04:00', at / 1_000, at].map(awsTimeReader())).toEqual([at, at, at]);
    expect([-1, 1e300, null, {}, true].map(awsTimeReader())).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });
});
