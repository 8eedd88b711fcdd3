import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { type Recording, recordingSchema, spanOf } from '../../lib/adapters/recording/recording.ts';
import { epochOf, MINUTE, SECOND } from '../../lib/core/time.ts';
import { type Truth, truthSchema } from './truth.ts';

/** Periods: minutes, or five of them. */
const AFTER_ONSET = [5, 10, 20, 35] as const;
export type AfterOnset = (typeof AFTER_ONSET)[number];

/** Periods: with less nobody knows what is usual. */
const LEAST_DATA = 30;
/** Periods. */
const SCAN_STEP = 5;

export type Half = 'development' | 'kept';

/** Periods after the end of trouble in which it is still told. */
const LASTING = 3;

export interface LabelledRecording {
  readonly name: string;
  readonly kind: string;
  readonly recording: Recording;
  readonly truth: Truth;
  readonly periodMs: number;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}

/** Odd runs were developed on; what has no number never was. */
const halfOf = (run: string | undefined): Half => (Number(run ?? 0) % 2 === 1 ? 'development' : 'kept');

const textOf = (path: string): string => {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
};

const parsed = (path: string, name: string, kind: string): LabelledRecording | undefined => {
  const json: unknown = JSON.parse(textOf(path));
  const { truth } = z.object({ truth: truthSchema.optional() }).parse(json);
  if (truth === undefined) {
    process.stderr.write(`${name}: no truth in it, left out\n`);
    return undefined;
  }
  const recording = recordingSchema.parse(json);
  const span = spanOf(recording);
  if (span === undefined) throw new Error('no value in it');
  const periodMs = Math.max(MINUTE, Math.min(...recording.series.map(({ periodSeconds }) => periodSeconds * SECOND)));
  const lasting = Math.max(truth.lasting, LASTING * periodMs);
  return {
    name,
    kind: truth.kind ?? kind,
    recording,
    truth: { ...truth, lasting },
    periodMs,
    from: epochOf(span.from),
    to: epochOf(span.to),
  };
};

const labelled = (path: string, name: string, kind: string): LabelledRecording | undefined => {
  try {
    return parsed(path, name, kind);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};

/** The recordings of a folder, and of those in it, that have a truth, of one half of them. */
export const labelledRecordings = (folder: string, half: Half): readonly LabelledRecording[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .flatMap((file) => {
      const [, name, kind, run] = /^((.+?)(?:-(\d+))?)\.json(?:\.gz)?$/u.exec(basename(file)) ?? [];
      if (name === undefined || halfOf(run) !== half) return [];
      const one = labelled(join(folder, file), name, kind ?? name);
      return one === undefined ? [] : [one];
    });

export const isOfFiveMinutes = ({ periodMs }: LabelledRecording): boolean => periodMs > MINUTE;

/** When to judge a trouble, where the recording reaches so far. */
export const judgedInstants = ({
  truth: { onset },
  periodMs,
  to,
}: LabelledRecording): readonly (readonly [periods: AfterOnset, at: number])[] =>
  onset === undefined
    ? []
    : AFTER_ONSET.map((periods) => [periods, onset + periods * periodMs] as const).filter(([, at]) => at <= to);

/** When nothing is the matter yet, or ever. */
export const quietInstants = ({ truth, periodMs, from, to }: LabelledRecording): readonly number[] => {
  const [first, step] = [from + LEAST_DATA * periodMs, SCAN_STEP * periodMs];
  const last = truth.onset ?? (truth.cause === 'none' ? to : -Infinity);
  return Array.from({ length: Math.max(0, Math.floor((last - first) / step) + 1) }, (_, index) => first + index * step);
};
