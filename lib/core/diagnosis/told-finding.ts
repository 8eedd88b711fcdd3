import * as z from 'zod/mini';
import { CAUSES } from '../cause.ts';
import { parsedJson } from '../json-value.ts';
import { DAY, type Instant, parseInstant, SECOND } from '../time.ts';
import { inZoneOf } from '../time-mark.ts';
import { CHART_LIMITS } from './summary/chart-limits.ts';

/** Of anything that is listed: no diagnosis has more. */
const MOST_LISTED = 20;
/** Differences of larger values have no end. */
const LARGEST = 1e100;
const LONGEST_STEP_SECONDS = DAY / SECOND;

const text = z.string();
const instant = z.string().check(z.refine((at) => parseInstant(at) === at));
const value = z.number().check(z.refine((number) => Math.abs(number) <= LARGEST));

const hypothesis = z.object({
  cause: z.enum(CAUSES),
  verdict: z.enum(['supported', 'refuted', 'inconclusive', 'no-data']),
  why: text,
  wouldChange: text,
  evidence: z
    .array(z.object({ kind: z.enum(['series', 'deploy', 'incident', 'absence']), claim: text, supports: z.boolean() }))
    .check(z.maxLength(MOST_LISTED)),
  subject: z.optional(text),
});

const impact = z.object({
  requestsAffectedPercent: value,
  slowPercent: value,
  failedPercent: value,
  since: z.nullable(instant),
  basis: text,
});

const traffic = z.object({ factor: value, now: value, expected: value });

const diagnosis = z.object({
  at: instant,
  cause: z.enum([...CAUSES, 'none', 'unknown']),
  headline: text,
  early: z.boolean(),
  minutesAfterOnset: z.nullable(value),
  onset: z.nullable(instant),
  timeline: z.array(z.object({ at: instant, series: text, what: text })).check(z.maxLength(MOST_LISTED)),
  hypotheses: z.array(hypothesis).check(z.maxLength(MOST_LISTED)),
  // Screens do without these: what cannot be read of them hides nothing else.
  impact: z.catch(z.nullable(impact), null),
  traffic: z.catch(z.nullable(traffic), null),
});

const drawn = z.object({
  name: text,
  unit: text,
  limit: z.nullable(value),
  values: z.array(z.nullable(value)).check(z.maxLength(CHART_LIMITS.values)),
});

const chart = z.object({
  from: instant,
  stepSeconds: z.number().check(z.positive(), z.maximum(LONGEST_STEP_SECONDS)),
  series: z.array(drawn).check(z.maxLength(CHART_LIMITS.series)),
  marks: z.array(z.object({ at: instant, what: text })).check(z.maxLength(CHART_LIMITS.marks)),
});

const told = z.object({ schema: z.literal('finding/1'), diagnosis, chart });

/** What of a `Finding` is shown, every field looked at: what is stored may be of another version, or of anybody. */
export type ToldFinding = Readonly<z.infer<typeof told>>;
export type ToldHypothesis = ToldFinding['diagnosis']['hypotheses'][number];
export type ToldChart = ToldFinding['chart'];
export type ToldSeries = ToldChart['series'][number];

/** A stored finding with its times as its reader knows them; undefined: nothing that can be shown whole. */
export const toldFinding = (body: string, say: (at: Instant, near: Instant) => string): ToldFinding | undefined => {
  const read = told.safeParse(parsedJson(body));
  return read.success ? inZoneOf(read.data, (at) => say(at, read.data.diagnosis.at)) : undefined;
};
