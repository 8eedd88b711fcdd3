import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topLevelValues, type ValueSpan } from '../../../lib/adapters/recording/top-level-values.ts';

const spansOf = (chunks: readonly Uint8Array[]): readonly ValueSpan[] => {
  const spans: ValueSpan[] = [];
  const values = topLevelValues((span) => spans.push(span));
  for (const chunk of chunks) values.push(chunk);
  values.end();
  return spans;
};

/** Cut at the places, given as parts of the whole. */
const cut = (bytes: Buffer, places: readonly number[]): Uint8Array[] => {
  const ends = [...places.map((place) => Math.floor(place * bytes.length)), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
};

/** What a caller gets to see: key, element, JSON. */
const told = (bytes: Buffer, spans: readonly ValueSpan[]): unknown[] => {
  const jsonAt = (start: number, end: number): unknown => JSON.parse(bytes.toString('utf8', start, end));
  return spans
    .filter(({ isEmptyList }) => isEmptyList !== true)
    .map(({ keyStart, keyEnd, index, start, end }) => [jsonAt(keyStart, keyEnd), index, jsonAt(start, end)]);
};

const expected = (object: object): unknown[] =>
  Object.entries(object).flatMap(([key, value]: [string, unknown]) =>
    Array.isArray(value)
      ? value.map((element: unknown, index) => [key, index, element])
      : ([[key, undefined, value]] as unknown[]),
  );

const failure = (text: string): string => {
  try {
    spansOf([Buffer.from(text)]);
    return 'none';
  } catch (error) {
    return String(error);
  }
};

/** Texts that a scanner of brackets and quotes trips over. */
const tricky = fc.constantFrom('"', '\\', '\\"', '{', '}', '[', ']', '],', '\\\\"', 'ä€🙂', '\u2028', '');
/**
 * V8 13.6 (Node 24) takes the key `"` for `\` once it has seen an object with the latter in that place: what ends with a
 * backslash is no key here, because JSON.parse says what is right.
 */
const keys = fc.oneof(tricky, fc.string()).filter((key) => !key.endsWith('\\'));
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(tricky, fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('the values of a JSON object', () => {
  it('are what JSON.parse gives, wherever the bytes are split and however they are indented', () => {
    fc.assert(
      fc.property(
        fc.dictionary(keys, values, { maxKeys: 5 }),
        fc.constantFrom(undefined, 1, '\t', '\r\n'),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
        (object, indentation, places) => {
          const text = JSON.stringify(object, undefined, indentation);
          const parsed = JSON.parse(text) as object;
          const bytes = Buffer.from(text);
          expect(told(bytes, spansOf(cut(bytes, places)))).toEqual(expected(parsed));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are found byte by byte too, behind a byte order mark', () => {
    const bytes = Buffer.from('\ufeff {"a\\"]": [1, "}\\\\", {"b": [[]]}], "c": -1.5e3 , "d": []}\n');
    const spans = spansOf([...bytes].map((byte) => Uint8Array.of(byte)));
    expect(told(bytes, spans)).toEqual([
      ['a"]', 0, 1],
      ['a"]', 1, '}\\'],
      ['a"]', 2, { b: [[]] }],
      ['c', undefined, -1500],
    ]);
  });
});

describe('what is no JSON object', () => {
  it.each([
    ['', 'got nothing'],
    ['   ', 'got nothing'],
    ['[1]', 'expected a JSON object {…} at byte 0'],
    ['hello', 'expected a JSON object {…} at byte 0'],
    ['{"a": [1, 2', 'the file ends at byte 11, before its last bracket'],
    ['{"a": "b', 'the file ends at byte 8'],
    ['{"a": 1}}', 'expected nothing more at byte 8'],
    ['{"a": 1}{"a": 2}', 'expected nothing more at byte 8'],
    ['{"a": [1, ]}', 'expected a value at byte 10'],
    ['{"a": [1, , 2]}', 'expected a value at byte 10'],
    ['{"a": }', 'expected a value at byte 6'],
    ['{"a": [1}', 'expected ] at byte 8'],
    ['{"a": 1]', 'expected } at byte 7'],
    ['{"a" 1}', 'expected a colon at byte 5'],
    ['{"a": [] 1}', 'expected a comma or } at byte 9'],
    ['{"a": 1,}', 'expected a key at byte 8'],
    ['{a: 1}', 'expected a key at byte 1'],
  ])('is refused: %j', (text, problem) => {
    expect(failure(text)).toContain(problem);
  });
});
