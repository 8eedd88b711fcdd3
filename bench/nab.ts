import { parseArgs } from 'node:util';
import { unlikeBefore } from '../lib/core/diagnosis/statistics/unlike-before.ts';
import { DAY, HOUR } from '../lib/core/time.ts';
import { type LabelledRows, labelledRows } from './labelled-series.ts';
import { load, machine } from './machine.ts';
import { type Contestant, CONTESTANTS } from './nab-contestants.ts';
import { normalised, OUTSIDE, probationOf, PROFILES, rawScore, type Worth, worthOf } from './nab-score.ts';
import { table } from './table.ts';

/** Rows that alarm within half a day of one another are one alarm, whoever gives it. */
const ONE_ALARM = 12 * HOUR;
/** Thresholds to try are scores by rank, each 2 % further down: all of the highest, among which the best is. */
const THINNING = 1.02;

/** A file, with what an alarm at each of its rows is worth. */
interface Judged extends LabelledRows {
  readonly group: string;
  readonly worth: Worth;
}

interface Counts {
  readonly hit: number;
  readonly windows: number;
  readonly falseAlarms: number;
  readonly weeks: number;
}

const countsOf = ({ worth, values, periodMs, windows }: Judged, alarms: readonly number[]): Counts => {
  const hit = new Set<number>();
  let falseAlarms = 0;
  let lastFalse = -Infinity;
  for (const row of alarms) {
    const window = worth.windowOf[row] ?? OUTSIDE;
    if (window >= 0) hit.add(window);
    if (window !== OUTSIDE) continue;
    if ((row - lastFalse) * periodMs >= ONE_ALARM) falseAlarms += 1;
    lastFalse = row;
  }
  const weeks = ((values.length - probationOf(values.length)) * periodMs) / (7 * DAY);
  return { hit: hit.size, windows: windows.length, falseAlarms, weeks };
};

const together = (all: readonly Counts[]): Counts => {
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
  return { hit: sum('hit'), windows: sum('windows'), falseAlarms: sum('falseAlarms'), weeks: sum('weeks') };
};

/** A contestant's scores of a file, and, once tried, what its alarms are worth. */
interface Entry {
  readonly file: Judged;
  readonly scores: Float64Array;
}

interface Tried {
  readonly group: string;
  /** By threshold, then by profile. */
  readonly raw: readonly (readonly number[])[];
  readonly alarms: readonly (readonly number[])[];
  readonly file: Judged;
}

/** From "never" down to the least score that is any. */
const thresholdsIn = (entries: readonly Entry[]): readonly number[] => {
  const counted = entries.flatMap(({ scores }) => [...scores.subarray(probationOf(scores.length))]);
  const descending = Float64Array.from(counted.filter((score) => score > 0))
    .sort()
    .reverse();
  const thresholds = new Set([Infinity]);
  for (let rank = 0; rank < descending.length; rank = Math.max(rank + 1, Math.floor(rank * THINNING))) {
    thresholds.add(descending[rank] ?? Infinity);
  }
  return [...thresholds];
};

type Chosen = (group: string) => boolean;

const rawSum = (tried: readonly Tried[], chosen: Chosen, at: { threshold: number; profile: number }): number =>
  tried.reduce((sum, { group, raw }) => (chosen(group) ? sum + (raw[at.threshold]?.[at.profile] ?? 0) : sum), 0);

/** Of the thresholds, the index of the one worth most in those groups; of equal ones the highest. */
const bestFor = (tried: readonly Tried[], chosen: Chosen, profile: number): number => {
  const sums = (tried[0]?.raw ?? []).map((_, threshold) => rawSum(tried, chosen, { threshold, profile }));
  return sums.indexOf(Math.max(...sums));
};

/** One group, by thresholds that the others chose. */
interface HeldOut {
  readonly group: string;
  /** By profile. */
  readonly raw: readonly number[];
  /** Of the standard profile, as the counts are. */
  readonly threshold: number;
  readonly counts: Counts;
}

interface Result {
  readonly name: string;
  readonly groups: readonly HeldOut[];
  readonly counts: Counts;
  /** By profile: thresholds of the other groups. */
  readonly heldOut: readonly number[];
  /** By profile: the threshold that is best on all files, as on the public scoreboard. */
  readonly seen: readonly number[];
}

const heldOut = (tried: readonly Tried[], thresholds: readonly number[], group: string): HeldOut => {
  const best = PROFILES.map((_, profile) => bestFor(tried, (other) => other !== group, profile));
  const [standard = 0] = best;
  const here = tried.filter((one) => one.group === group);
  return {
    group,
    raw: best.map((threshold, profile) => rawSum(here, () => true, { threshold, profile })),
    threshold: thresholds[standard] ?? Infinity,
    counts: together(here.map(({ file, alarms }) => countsOf(file, alarms[standard] ?? []))),
  };
};

const resultOf = (files: readonly Judged[], { name, score, alarms }: Contestant): Result => {
  const entries = files.map((file) => ({ file, scores: score(file) }));
  const thresholds = thresholdsIn(entries);
  const tried = entries.map(({ file, scores }): Tried => {
    const rows = thresholds.map((from) => alarms(scores, { periodMs: file.periodMs, from }));
    const raw = rows.map((alarmed) => PROFILES.map((profile) => rawScore(alarmed, file.worth, profile)));
    return { group: file.group, raw, alarms: rows, file };
  });
  const groups = [...new Set(files.map(({ group }) => group))].map((group) => heldOut(tried, thresholds, group));
  const counts = together(groups.map((group) => group.counts));
  const normal = (raw: (profile: number) => number): number[] =>
    PROFILES.map((profile, at) => normalised(raw(at), counts.windows, profile));
  const every = (): boolean => true;
  return {
    name,
    groups,
    counts,
    heldOut: normal((profile) => groups.reduce((sum, { raw }) => sum + (raw[profile] ?? 0), 0)),
    seen: normal((profile) => rawSum(tried, every, { threshold: bestFor(tried, every, profile), profile })),
  };
};

const tenth = (value: number): string => (Math.round(10 * value) / 10 + 0).toFixed(1);
const hits = ({ hit, windows }: Counts): string => `${String(hit)}/${String(windows)}`;
const perWeek = ({ falseAlarms, weeks }: Counts): string => (falseAlarms / weeks).toFixed(2);

const sayAll = (results: readonly Result[]): void => {
  const [ours = 0] = results.at(-1)?.heldOut ?? [];
  const names = PROFILES.map(({ name }) => name);
  const rows = results.map((result) => {
    const [standard = 0] = result.heldOut;
    const counts = [hits(result.counts), perWeek(result.counts)];
    return [
      result.name,
      ...result.heldOut.map(tenth),
      tenth(ours - standard),
      ...counts,
      '|',
      ...result.seen.map(tenth),
    ];
  });
  process.stdout.write(
    '\nAll groups, each by the threshold that is best on the other groups (hits and false alarms: by that\n',
  );
  process.stdout.write(
    'of the standard profile). Right of the bar by the one that is best on all, as on the scoreboard\n\n',
  );
  process.stdout.write(`${table(['', ...names, 'Tocsin ahead', 'hit', 'false/week', '|', ...names], rows)}\n`);
};

const sayGroups = (results: readonly Result[]): void => {
  const headings = (results[0]?.groups ?? []).map(({ group }) => group);
  const say = (title: string, cell: (group: HeldOut) => string): void => {
    const rows = results.map(({ name, groups }) => [name, ...groups.map(cell)]);
    process.stdout.write(`\n${table([title, ...headings], rows)}\n`);
  };
  for (const [at, profile] of PROFILES.entries()) {
    say(profile.name, ({ raw, counts }) =>
      counts.windows === 0
        ? `(${(raw[at] ?? 0).toFixed(2)})`
        : tenth(normalised(raw[at] ?? 0, counts.windows, profile)),
    );
  }
  say('windows hit, false/week', ({ counts }) => `${hits(counts)} ${perWeek(counts)}`);
  say('standard threshold', ({ threshold }) => threshold.toFixed(3));
};

const sayPace = (): void => {
  const values = Float64Array.from(
    { length: 14 * 288 },
    (_, at) => 500 + (at % 288) + ((at * 7919) % 97) + Math.sin(at),
  );
  const rounds = Array.from({ length: 121 }, () => {
    const start = performance.now();
    unlikeBefore(values, 'either');
    return performance.now() - start;
  });
  const warm = rounds.slice(20).sort((one, other) => one - other);
  const [least = Number.NaN, median = Number.NaN] = [warm[0], warm[50]];
  process.stdout.write(
    `\nTocsin, 14 days of five minutes: median of 101 ${median.toFixed(2)} ms, least ${least.toFixed(2)} ms\n`,
  );
};

const run = (folder: string): void => {
  const { cpu, cores, node } = machine();
  process.stdout.write(`${cpu}, ${String(cores)} cores, Node ${node}, load average ${load()}\n`);
  const files = labelledRows(folder).map((rows) => ({
    ...rows,
    group: rows.name.slice(0, rows.name.indexOf('/')),
    worth: worthOf(rows.values.length, rows.windows),
  }));
  process.stdout.write(
    `${String(files.length)} files. 0: no alarm at all; 100: one at the first row of each window;\n`,
  );
  process.stdout.write(
    'a group without windows has only its false alarms, unscaled (in brackets). False alarms of a file\n',
  );
  process.stdout.write('within half a day are one; weeks are those of rows that count.\n');
  const results = CONTESTANTS.map((contestant) => {
    process.stderr.write(`${contestant.name} …\n`);
    return resultOf(files, contestant);
  });
  sayAll(results);
  sayGroups(results);
  sayPace();
};

const folderNamed = (): string | undefined => {
  try {
    return parseArgs({ options: { nab: { type: 'string' } } }).values.nab;
  } catch {
    return undefined;
  }
};

const folder = folderNamed();
if (folder === undefined) {
  process.stderr.write('Name the folder of the data: node bench/nab.ts --nab <folder>; bench/README.md says which.\n');
  process.exitCode = 2;
} else run(folder);
