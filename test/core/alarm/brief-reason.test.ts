import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { briefReason } from '../../../lib/core/alarm/brief-reason.ts';
import { cutWordsToBytes, jsonBytes } from '../../../lib/core/words.ts';
import { HOSTILE } from '../page/hostile-corpus.ts';

const crossed = (value: number | string, than: string): string =>
  `Threshold Crossed: 1 out of the last 1 datapoints [${String(value)} (04/03/26 10:00:00)] was ${than} (minimum 1 datapoint for OK -> ALARM transition).`;

const said = (value: number | string, than: string): string =>
  `Threshold Crossed: 1 out of the last 1 datapoints [${String(value)}] was ${than}.`;

const times = ['14:04:00', '14:03:00', '14:02:00', '14:01:00', '14:00:00'];
const values = [18_123.456789012, 17_456.789012345, 16_789.012345678, 15_012.345678901, 14_345.678901234];
const band = (numbers: readonly number[]): string => `[${numbers.join(', ')}]`;
const FIVE = `Thresholds Crossed: 5 out of the last 5 datapoints [${values
  .map((value, index) => `${String(value)} (05/08/23 ${times[index] ?? ''})`)
  .join(
    ', ',
  )}] were greater than the upper thresholds ${band(values.map((value) => value / 2.345))} (minimum 5 datapoints for OK -> ALARM transition).`;

describe('CloudWatch’s reason for people', () => {
  it.each([
    ['1.4142135623', 'greater than the threshold (1.0)', '1.41', 'greater than the threshold (1)'],
    ['97.25', 'greater than or equal to the threshold (50.0)', '97.3', 'greater than or equal to the threshold (50)'],
    ['1.621549056E9', 'less than the threshold (2.0E9)', '1621549056', 'less than the threshold (2000000000)'],
    ['1.0E-7', 'greater than the threshold (0.0)', '1e-7', 'greater than the threshold (0)'],
  ])('has neither times nor digits that nobody reads: %s', (...[value, than, shown, limit]) => {
    expect(briefReason(crossed(value, than))).toBe(said(shown, limit));
  });

  it.each([
    ['99.95', 'less than the threshold (99.99)'],
    ['1000.4', 'greater than the threshold (1000)'],
    ['49.96', 'less than the threshold (50)'],
    ['1.0004', 'greater than the threshold (1)'],
  ])('never rounds a value onto its limit, nor beyond it: %s', (value, than) => {
    expect(briefReason(crossed(value, than))).toBe(said(value, than));
  });

  it('keeps which way it went when a band of five datapoints is cut to what the head keeps', () => {
    const kept = cutWordsToBytes(briefReason(FIVE), 240);
    expect(jsonBytes(kept)).toBeLessThanOrEqual(240);
    expect(kept).toContain('were greater than the upper thresholds');
  });

  it.each([
    'deployed 1.25.3 of web',
    'version v1.2345',
    'host 10.0.0.1 and 192.168.100.200 do not answer',
    'i-0123456789abcdef0.1234 is gone',
    'build 2026.03.04.1234',
    'node-1.23456 failed',
    'took 1.23456s',
    'arn:aws:sns:us-east-1:123456789012:x.1234567',
  ])('leaves versions, ids and addresses alone: %s', (text) => {
    expect(briefReason(text)).toBe(text);
  });

  it('said twice says the same', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    const near = fc.tuple(
      fc.double({ min: 0.1, max: 100, noNaN: true }),
      fc.double({ min: -0.01, max: 0.01, noNaN: true }),
    );
    const reason = fc.oneof(
      fc.tuple(double, double).map(([value, limit]) => crossed(value, `less than the threshold (${String(limit)})`)),
      near.map(([limit, by]) => crossed(limit + by, `greater than the threshold (${limit.toFixed(2)})`)),
      fc.constantFrom(FIVE, ...HOSTILE),
      fc.string(),
    );
    fc.assert(
      fc.property(reason, (text) => {
        const once = briefReason(text);
        expect(briefReason(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});
