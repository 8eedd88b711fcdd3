import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OTHERS_SETTLE_AFTER_MS, SETTLES_AFTER_MS } from '../../../lib/core/diagnosis/facts/settled.ts';
import { MINUTE } from '../../../lib/core/time.ts';

/** A number, or a few of them: words, metric names and tables of functions are no thresholds. */
const VALUE =
  /^(?:-?[\d.e_]+(?: \/ [\d.]+)?|\[[\d., ]+\]|\{(?: \w+: -?[\d.]+,?)+ \}|[\d.]+ (?:\*|\/) \w+|spreadFor\([\d.]+\))$/u;

/** Limits of form, not of judgement: how many digits, how many events, and what a unit is. */
const OF_FORM = new Set([
  'SIGNIFICANT',
  'MOST_TIMES',
  'NINETY_NINTH',
  'ONGOING',
  'MOST_CHARACTERS',
  'MOST_EVENTS',
  'MOST_LISTED',
  'LONGEST_ID',
  'TAIL',
  'CLEANED',
]);

const inCode = new Set(
  globSync('lib/core/diagnosis/**/*.ts').flatMap((file) =>
    Array.from(
      readFileSync(file, 'utf8').matchAll(/^(?:export )?const ([A-Z][A-Z_]+)(?:: \w+)? = (.+?)(?: as const)?;$/gmu),
      ([, name = '', value = '']) => ({ name, value }),
    )
      .filter(({ name, value }) => VALUE.test(value) && !OF_FORM.has(name))
      .map(({ name, value }) => `${name} = ${value}`),
  ),
);

const inDocument = new Set(
  Array.from(
    readFileSync('docs/diagnosis.md', 'utf8').matchAll(/`([A-Z][A-Z_]+)(?:: \w+)? = ([^`]+)`/gu),
    ([, name = '', value = '']) => ({ name, value }),
  )
    .filter(({ name, value }) => VALUE.test(value) && !OF_FORM.has(name))
    .map(({ name, value }) => `${name} = ${value}`),
);

describe('every constant of the diagnosis', () => {
  it('stands in docs/diagnosis.md as the code has it', () => {
    expect([...inCode].filter((one) => !inDocument.has(one))).toEqual([]);
  });

  it('is one of the code, where docs/diagnosis.md names it', () => {
    expect([...inDocument].filter((one) => !inCode.has(one))).toEqual([]);
  });
});

describe('how long CloudWatch has counts in part, by namespace,', () => {
  it('stands in docs/diagnosis.md as the code has it, and nothing else does', () => {
    const rows = readFileSync('docs/diagnosis.md', 'utf8').matchAll(
      /^\| (?:`([\w/]+)`|any other) +\| (\d+) min +\|/gmu,
    );
    const documented = Array.from(rows, ([, namespace = 'any other', minutes]) => [
      namespace,
      Number(minutes) * MINUTE,
    ]);
    expect(documented).toEqual([...SETTLES_AFTER_MS, ['any other', OTHERS_SETTLE_AFTER_MS]]);
  });
});
