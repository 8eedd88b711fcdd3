import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spokenBeside, spokenQuantity, type Unit } from '../../../../lib/core/alarm/symptom/quantity.ts';

const UNITS: readonly Unit[] = ['percent', 's', 'ms', 'bytes', 'decimal bytes', 'MB', 'USD', 'none'];

describe('a quantity', () => {
  it.each<[Unit, readonly (readonly [number, string])[]]>([
    [
      'ms',
      [
        [0, '0 ms'],
        [0.25, '0.25 ms'],
        [9.99, '10 ms'],
        [820, '820 ms'],
        [999.4, '999 ms'],
        [999.9, '1 s'],
        [1_000, '1 s'],
        [3_700, '3.7 s'],
        [-250, '-250 ms'],
      ],
    ],
    [
      's',
      [
        [0, '0 s'],
        [0.82, '820 ms'],
        [59.9, '60 s'],
        [90, '90 s'],
        [119.4, '119 s'],
        [119.99, '2 min'],
        [120, '2 min'],
        [7_500, '2 h 5 min'],
        [86_399.9, '1 d'],
        [273_600, '3 d 4 h'],
        [-5, '-5 s'],
        [-300, '-5 min'],
      ],
    ],
    [
      'percent',
      [
        [0, '0 %'],
        [1e-7, '1e-7 %'],
        [0.214, '0.21 %'],
        [9.94, '9.9 %'],
        [9.99, '10 %'],
        [93.4, '93 %'],
        [99.2, '99.2 %'],
        [99.95, '99.95 %'],
        [99.996, '100 %'],
        [100, '100 %'],
        [100.4, '100 %'],
        [-3, '-3 %'],
      ],
    ],
    [
      'none',
      [
        [0, '0'],
        [-0, '0'],
        [1e-7, '1.0e-7'],
        [0.2137, '0.214'],
        [93.25, '93.3'],
        [2_814, '2814'],
        [9_999, '9999'],
        [10_000, '10 k'],
        [999_499, '999 k'],
        [999_999, '1 M'],
        [1.621549056e9, '1.62 G'],
        [-12_345, '-12.3 k'],
      ],
    ],
    [
      'bytes',
      [
        [0, '0 B'],
        [0.5, '0.5 B'],
        [1_023, '1023 B'],
        [1_024, '1 KB'],
        [1_023.9 * 1_024, '1 MB'],
        [2 ** 30 - 1, '1 GB'],
        [2 ** 30, '1 GB'],
        [1e9, '954 MB'],
        [2 ** 40, '1 TB'],
        [2 ** 50, '1 PB'],
        [2 ** 60, '1024 PB'],
        [-(2 ** 30), '-1 GB'],
      ],
    ],
    [
      'decimal bytes',
      [
        [999, '999 B'],
        [999.9, '1 KB'],
        [1_000, '1 KB'],
        [1e9, '1 GB'],
        [2 ** 30, '1.07 GB'],
        [1e15, '1 PB'],
      ],
    ],
    [
      'MB',
      [
        [0, '0 B'],
        [0.5, '512 KB'],
        [1_024, '1 GB'],
        [20_480, '20 GB'],
      ],
    ],
    ['USD', [[812.4, '812 USD']]],
  ])('in %s is what a person says', (unit, values) => {
    expect(values.map(([value]) => spokenQuantity(value, unit))).toEqual(values.map(([, said]) => said));
  });

  it('is short, has its unit, and is a number, whatever it is of', () => {
    const size = fc.double({ noNaN: true, min: -1e15, max: 1e15 });
    fc.assert(
      fc.property(size, fc.constantFrom(...UNITS), (value, unit) => {
        const said = spokenQuantity(value, unit);
        expect(said).toMatch(/^-?\d[\d.e+-]*(?: (?:%|ms|s|min|h|d|[KMGTP]?B|[kMGT]|USD)(?: \d+ (?:s|min|h))?)*$/u);
        expect(said.length).toBeLessThanOrEqual(24);
      }),
    );
  });

  it('is no less than a lesser one', () => {
    const size = fc.double({ noNaN: true, min: 0, max: 1e5 });
    fc.assert(
      fc.property(size, size, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((value) =>
          Number.parseFloat(spokenQuantity(value, 'percent')),
        );
        expect(less).toBeLessThanOrEqual(more ?? NaN);
      }),
    );
  });
});

describe('a quantity beside another', () => {
  it.each<[number, number, Unit, string, string]>([
    [50.3, 50, 'percent', '50.3 %', '50 %'],
    [49.96, 50, 'percent', '49.96 %', '50 %'],
    [10.02, 10.04, 'percent', '10.02 %', '10.04 %'],
    [99.9999, 100, 'percent', '99.9999 %', '100 %'],
    [725, 720, 's', '12 min 5 s', '12 min'],
    [1_004, 1_000, 'ms', '1.004 s', '1 s'],
    [10_040, 10_000, 'none', '10.04 k', '10 k'],
    [1_000.4, 1_000, 'none', '1000.4', '1000'],
    [2 ** 31 + 2 ** 20, 2 ** 31, 'bytes', '2.001 GB', '2 GB'],
  ])('tells %d from %d: %s', (...[one, other, unit, said, than]) => {
    expect([spokenBeside(other, one, unit), spokenBeside(one, other, unit)]).toEqual([said, than]);
  });

  it('is said as usual where they read differently, or are the same', () => {
    expect([spokenBeside(50, 93.4, 'percent'), spokenBeside(93.4, 93.4, 'percent')]).toEqual(['93 %', '93 %']);
  });
});
