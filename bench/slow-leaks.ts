import { parseArgs } from 'node:util';
import { slowLeak } from '../lib/core/diagnosis/growth/slow-leak.ts';
import { LEAK_RULES, type LeakRule } from './leak-rules.ts';
import { load, machine } from './machine.ts';
import { type MemorySeries, memorySeries } from './memory-series.ts';
import { percentile } from './percentile.ts';
import { poissonInterval } from './poisson-interval.ts';
import { table } from './table.ts';

const USAGE = `Name a CSV, or a folder of them: npm run bench:slow-leaks -- --memory <file or folder>
After a heading, a line a series: its name and its values, percent in use every five minutes, empty where missing.`;

const HOUR = 12;
const WEEK = 168 * HOUR;
const LEVEL = 45;
const PACES = [0.1, 0.2, 0.3, 0.5, 1, 2];
/** Injected series are judged every quarter of an hour, untouched ones at each value. */
const STRIDE = 3;

type All = readonly MemorySeries[];
type Values = Float64Array;
/** Percent to add, so many hours after the middle of the series (before it: negative hours). */
type Shape = (hours: number) => number;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const progress = (text: string): void => void process.stderr.write(`${text} …\n`);

const meanOf = (values: Values): number => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};

const scaled = (values: Values): Values => {
  const factor = LEVEL / meanOf(values);
  return values.map((value) => value * factor);
};

const moved = (values: Values): Values => {
  const by = LEVEL - meanOf(values);
  return values.map((value) => value + by);
};

const middleOf = (values: Values): number => values.length >> 1;

const withShape = (values: Values, shape: Shape): Values =>
  values.map((value, index) => Math.max(0, Math.min(100, value + shape((index - middleOf(values)) / HOUR))));

/** Positive evaluations merged; a new episode after six hours of none. */
const episodesOf = (values: Values, rule: LeakRule): number => {
  let [episodes, last] = [0, Number.NEGATIVE_INFINITY];
  for (let length = 1; length <= values.length; length += 1) {
    if (!rule(values.subarray(0, length))) continue;
    if (length - last > 6 * HOUR) episodes += 1;
    last = length;
  }
  return episodes;
};

/** Hours from the middle of the series to the first finding, undefined if there is none; a full memory ends the search. */
const hoursToFinding = (values: Values, rule: LeakRule): number | undefined => {
  const from = middleOf(values);
  for (let length = from + STRIDE; length <= values.length; length += STRIDE) {
    if (rule(values.subarray(0, length))) return (length - from) / HOUR;
    if (values[length - 1] === 100) return undefined;
  }
  return undefined;
};

const sayFalse = (all: All): void => {
  const weeks = all.reduce((sum, { values }) => sum + values.length, 0) / WEEK;
  const halves = [0, 1].map((half) => all.filter((_, index) => index % 2 === half));
  const rows = LEAK_RULES.map(([name, rule]) => {
    progress(`untouched: ${name}`);
    const counts = new Map(all.map((series) => [series, episodesOf(series.values, rule)]));
    const sum = (some: All): number => some.reduce((total, series) => total + (counts.get(series) ?? 0), 0);
    const [low, high] = poissonInterval(sum(all)).map((mean) => (mean / weeks).toFixed(3));
    const perWeek = (sum(all) / weeks).toFixed(3);
    return [
      name,
      String(sum(all)),
      perWeek,
      `${low ?? ''} to ${high ?? ''}`,
      ...halves.map((half) => String(sum(half))),
    ];
  });
  say(`\nFalse episodes on ${String(all.length)} untouched series, ${weeks.toFixed(1)} weeks\n`);
  say(table(['rule', 'episodes', 'a series-week', '95 % interval', 'of odd series', 'of even'], rows));
};

const rampCell = (all: readonly Values[], rule: LeakRule, pace: number): string => {
  const hours = all.map((values) =>
    hoursToFinding(
      withShape(values, (at) => Math.max(0, at) * pace),
      rule,
    ),
  );
  const found = hours.filter((at) => at !== undefined);
  const among = hours.map((at) => at ?? Number.POSITIVE_INFINITY);
  const text = (percent: number): string => {
    const at = percentile(among, percent);
    return Number.isFinite(at) ? at.toFixed(1) : '–';
  };
  return `${String(found.length)}: ${text(50)} / ${text(90)}`;
};

const sayFound = (all: readonly Values[], name: string): void => {
  const rows = LEAK_RULES.map(([rule, judge]) => {
    progress(`ramps, ${name}: ${rule}`);
    return [rule, ...PACES.map((pace) => rampCell(all, judge, pace))];
  });
  say(`\nRamps from the middle of ${String(all.length)} series ${name}: found, and hours to it, median / p90 of all\n`);
  say(table(['rule', ...PACES.map((pace) => `${String(pace)} %/h`)], rows));
};

const triangle = (hours: number, every: number): number => (((hours % every) + every) % every) / every;

const DECOYS: readonly (readonly [name: string, shape: Shape])[] = [
  ['nothing', () => 0],
  ['step of 15 %', (hours) => (hours >= 0 ? 15 : 0)],
  ['sawtooth, 10 % every 3 h', (hours) => 10 * triangle(hours, 3)],
  ['sawtooth, 20 % every 9 h', (hours) => 20 * triangle(hours, 9)],
  ['fills 20 % in 3 h, stops', (hours) => 20 * Math.max(0, Math.min(1, hours / 3))],
  ['fills 20 %, half in 5 h', (hours) => 20 * (1 - 2 ** (-Math.max(0, hours) / 5))],
  ['daily cycle of 20 %', (hours) => 10 * Math.sin((2 * Math.PI * hours) / 24)],
];

const sayDecoys = (all: readonly Values[]): void => {
  const rows = LEAK_RULES.map(([name, rule]) => {
    progress(`decoys: ${name}`);
    const flagged = (shape: Shape): number =>
      all.filter((values) => hoursToFinding(withShape(values, shape), rule) !== undefined).length;
    return [name, ...DECOYS.map(([, shape]) => String(flagged(shape)))];
  });
  say(`\nDecoys: flagged in the second half, of ${String(all.length)} series scaled to ${String(LEVEL)} %\n`);
  say(table(['rule', ...DECOYS.map(([name]) => name)], rows));
};

/** Three days of it, with and without a leak; warm. */
const sayPace = (values: Values): void => {
  const threeDays = scaled(values).subarray(-72 * HOUR);
  const leaking = withShape(threeDays, (hours) => Math.max(0, hours));
  const medianMs = (memory: Values): string => {
    const rounds = Array.from({ length: 401 }, () => {
      const start = performance.now();
      slowLeak(memory);
      return performance.now() - start;
    });
    return percentile(rounds.slice(200), 50).toFixed(3);
  };
  say(
    `\nThree days (864 values), warm: ${medianMs(threeDays)} ms quiet, ${medianMs(leaking)} ms leaking, medians of 201`,
  );
};

const run = (all: All): void => {
  const { cpu, cores, node } = machine();
  say(`${cpu}, ${String(cores)} cores, Node ${node}, load average ${load()}`);
  sayFalse(all);
  const level = `${String(LEVEL)} %`;
  sayFound(
    all.map(({ values }) => scaled(values)),
    `scaled to ${level}`,
  );
  sayFound(
    all.map(({ values }) => moved(values)),
    `moved to ${level}, noise whole`,
  );
  sayDecoys(all.map(({ values }) => scaled(values)));
  sayPace(all[0]?.values ?? new Float64Array());
};

const given = (): All => {
  const { memory } = parseArgs({ options: { memory: { type: 'string' } } }).values;
  if (memory === undefined) throw new Error('--memory is missing');
  return memorySeries(memory);
};

const allOrUsage = (): All | undefined => {
  try {
    return given();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exitCode = 2;
    return undefined;
  }
};

const all = allOrUsage();
if (all !== undefined) run(all);
