import type { Recording } from '../../lib/adapters/recording/recording.ts';
import { watchedAs } from '../../lib/core/diagnosis/facts/known-metrics.ts';
import { epochOf, later, MINUTE } from '../../lib/core/time.ts';
import { randomFrom } from '../random.ts';
import type { LabelledRecording } from './labelled-recordings.ts';

type Random = () => number;
type Recorded = Recording['series'][number];
/** Another value for one; undefined: none was recorded. */
type Change = (
  value: number,
  at: { readonly ms: number; readonly random: Random; readonly limit: number },
) => number | undefined;
type Perturbation = (recording: Recording, random: Random) => Recording;

const GC_EVERY = 9 * MINUTE;

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const isMemory = (series: Recorded): boolean => watchedAs(series)?.role.startsWith('memory') ?? false;

const changed = (series: Recorded, change: (value: number, ms: number) => number | undefined): Recorded => {
  const kept = series.values.flatMap((value, index) => {
    const timestamp = series.timestamps[index] ?? '';
    const next = change(value, epochOf(timestamp));
    return next === undefined ? [] : [{ timestamp, value: next }];
  });
  return { ...series, timestamps: kept.map(({ timestamp }) => timestamp), values: kept.map(({ value }) => value) };
};

const ofSeries =
  (isChosen: (series: Recorded) => boolean, change: Change): Perturbation =>
  (recording, random) => ({
    ...recording,
    series: recording.series.map((series) =>
      isChosen(series)
        ? changed(series, (value, ms) => change(value, { ms, random, limit: recording.memoryLimitPercent }))
        : series,
    ),
  });

const ofDeploys =
  (byMs: number): Perturbation =>
  (recording) => ({ ...recording, deploys: recording.deploys.map((one) => ({ ...one, at: later(one.at, byMs) })) });

const every = (): boolean => true;

const rounded: Perturbation = (recording, random) => {
  const whole = ofSeries(isMemory, Math.round)(recording, random);
  return ofSeries(
    (series) => !isMemory(series),
    (value) => Number(value.toPrecision(2)),
  )(whole, random);
};

const untouched: Perturbation = (recording) => recording;

export const PERTURBATIONS: readonly (readonly [name: string, perturbation: Perturbation])[] = [
  ['as recorded', untouched],
  [
    'memory noise, 1 % of the limit',
    ofSeries(isMemory, (value, { random, limit }) => Math.max(0, value + 0.01 * limit * normal(random))),
  ],
  [
    'GC saw, 3 % every 9 min',
    ofSeries(isMemory, (value, { ms, limit }) => value + (0.03 * limit * (ms % GC_EVERY)) / GC_EVERY),
  ],
  ['20 % of values missing', ofSeries(every, (value, { random }) => (random() < 0.2 ? undefined : value))],
  ['rounded, whole % or 2 digits', rounded],
  [
    '× lognormal 15 %, but memory',
    ofSeries(
      (series) => !isMemory(series),
      (value, { random }) => value * Math.exp(0.15 * normal(random)),
    ),
  ],
  ['deploys 3 min earlier', ofDeploys(-3 * MINUTE)],
  ['deploys 3 min later', ofDeploys(3 * MINUTE)],
];

const seedOf = (name: string): number => {
  let seed = 7;
  for (const letter of name) seed = (Math.imul(seed, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return seed;
};

export const perturbed = (
  all: readonly LabelledRecording[],
  perturbation: Perturbation,
): readonly LabelledRecording[] =>
  all.map((one) => ({ ...one, recording: perturbation(one.recording, randomFrom(seedOf(one.name))) }));
