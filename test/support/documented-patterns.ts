import type { AlarmState } from '../../lib/core/alarm/definition.ts';
import type { MissingData } from '../../lib/core/alarm-settings.ts';
import type { Mark, NaiveRule } from './naive-alarm.ts';

export const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
export const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

export const marksOf = (pattern: string): Mark[] =>
  Array.from(pattern.replaceAll(' ', ''), (mark) => {
    if (mark === '0' || mark === 'X' || mark === '-') return mark;
    throw new Error(`${pattern} has ${mark}: expected 0 (not breaching), X (breaching) and - (missing)`);
  });

/** What an algorithm makes of an evaluation range, oldest period first. */
export type Reading = (marks: readonly Mark[], rule: NaiveRule, previous: AlarmState) => AlarmState;

export interface Cell {
  /** `0 - X - X`, newest on the right. */
  readonly pattern: string;
  readonly rule: NaiveRule;
  readonly previous: AlarmState;
  readonly expected: AlarmState;
}

type Row = readonly [string, ...(AlarmState | 'RETAIN')[]];

/**
 * The page's two tables, columns as TREATMENTS; RETAIN: the state stays.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html (since September 2020)
 */
const THREE_OF_THREE: readonly Row[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA', 'RETAIN', 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', 'RETAIN', 'ALARM', 'OK'],
];
const TWO_OF_THREE: readonly Row[] = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', 'RETAIN', 'ALARM', 'OK'],
];

const cellsOf = (rows: readonly Row[], m: number): Cell[] =>
  rows.flatMap(([pattern, ...columns]) =>
    TREATMENTS.flatMap((treatment, column) =>
      STATES.map((previous): Cell => {
        const named = columns[column] ?? 'RETAIN';
        const expected = named === 'RETAIN' ? previous : named;
        return { pattern, rule: { m, n: 3, treatment }, previous, expected };
      }),
    ),
  );

/** Ten rows, four treatments, three prior states: 120 cells. */
export const DOCUMENTED_CELLS: readonly Cell[] = [...cellsOf(THREE_OF_THREE, 3), ...cellsOf(TWO_OF_THREE, 2)];

const grown = (patterns: readonly string[]): string[] =>
  patterns.flatMap((one) => ['0', 'X', '-'].map((mark) => one + mark));

/** All 243 patterns of five periods. */
const PATTERNS: readonly string[] = [1, 2, 3, 4, 5].reduce((patterns) => grown(patterns), ['']);

/** What the page's text says of a pattern, as text: the first line that fits. `kept`: the state stays. */
export type Said = AlarmState | 'kept' | 'undetermined';

const count = (text: string, mark: string): number => text.split(mark).length - 1;

/**
 * The page's rules written out on the text of a pattern, for three evaluation periods in a range of five. Nothing is
 * shared with the naive implementation.
 */
const saidOf = (pattern: string, { m, treatment }: Pick<NaiveRule, 'm' | 'treatment'>): Said => {
  const alarmIf = (holds: boolean): Said => (holds ? 'ALARM' : 'OK');
  const real = pattern.replaceAll('-', '');
  // "CloudWatch evaluates the most recent datapoints", whatever the treatment, when there are enough.
  if (real.length >= 3) return alarmIf(count(real.slice(-3), 'X') >= m);
  // "as few missing as possible" are filled in, beside all real ones.
  if (treatment === 'breaching') return alarmIf(count(real, '0') <= 3 - m);
  if (treatment === 'notBreaching') return alarmIf(count(real, 'X') >= m);
  if (/0/u.test(pattern)) return alarmIf(count(real, 'X') >= m);
  if (treatment === 'ignore') return 'kept';
  if (/^-+$/u.test(pattern)) return 'INSUFFICIENT_DATA';
  // "the oldest available breaching datapoint is at least as old as Datapoints to Alarm": m - 1 periods or more follow.
  return new RegExp(`X.{${String(m - 1)},}$`, 'u').test(pattern) ? 'ALARM' : 'undetermined';
};

export interface Case {
  readonly pattern: string;
  readonly rule: NaiveRule;
  readonly said: Said;
}

/** 243 patterns, four treatments, 1 to 3 datapoints to alarm: 2,916. */
export const CASES: readonly Case[] = PATTERNS.flatMap((pattern) =>
  TREATMENTS.flatMap((treatment) =>
    [1, 2, 3].map((m): Case => ({ pattern, rule: { m, n: 3, treatment }, said: saidOf(pattern, { m, treatment }) })),
  ),
);

export const DETERMINED: readonly Case[] = CASES.filter(({ said }) => said !== 'undetermined');

/** Whether a reading is what the page says, from every prior state. */
export const agrees = (reading: Reading, { pattern, rule, said }: Case): boolean =>
  STATES.every((previous) => reading(marksOf(pattern), rule, previous) === (said === 'kept' ? previous : said));
