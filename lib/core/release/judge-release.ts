import { troubleIn } from '../diagnosis/facts/facts.ts';
import { observationOf, type Observed } from '../diagnosis/facts/observed.ts';
import { valuesOnWindow } from '../diagnosis/facts/on-window.ts';
import { seriesAlone } from '../diagnosis/facts/series-alone.ts';
import type { Situation, WatchedSeries } from '../diagnosis/facts/situation.ts';
import { failedOf, latencyOf } from '../diagnosis/facts/trouble.ts';
import { memoryExhaustionMinutes, MOST_MINUTES } from '../diagnosis/forecast/memory-forecast.ts';
import { median } from '../diagnosis/statistics/robust.ts';
import { sumOf, type Values } from '../diagnosis/statistics/values.ts';
import type { Span as SeriesSpan } from '../series/period-grid.ts';
import type { SeriesLookup } from '../series/series.ts';
import { DAY, epochOf, HOUR, type Instant, instantOf, MINUTE, spokenDuration } from '../time.ts';
import type { DeployedChange } from './change.ts';
import { compare, type ReleaseMinutes } from './compare.ts';
import { decided } from './release-words.ts';
import type { Comparison, ReleaseVerdict } from './release-verdict.ts';

/** A release is judged so long after the last word of its change. */
export const JUDGED_AFTER_MS = 30 * MINUTE;
/** New processes fill their caches first. */
const SETTLING_MS = 5 * MINUTE;
/** So long before its only word a change may have begun. */
const UNSEEN_START_MS = 10 * MINUTE;
/** What the release before it is judged by. */
const BEFORE_MS = 60 * MINUTE;
/** Of the release before as much has to be known at least. */
const LEAST_BEFORE_MS = 20 * MINUTE;
/** Times: an hour is like another whose requests are as many. */
const ALIKE = 1.5;
/** Requests in what is looked at: fewer say nothing of latency or errors. */
const FEWEST_REQUESTS = 300;
/** Days back that may be like it where the hour before is not. */
export const LIKE_DAYS = [0, 1, 7] as const;

/** Growth is looked for in three hours. */
const GROWTH_MS = 3 * HOUR + 5 * MINUTE;

/** When values are wanted of, by days back. */
export const spanLookedAt = ({ firstAt, lastAt }: DeployedChange, daysBefore: number): SeriesSpan => {
  const [firstMs, lastMs] = [epochOf(firstAt), epochOf(lastAt)];
  const fromMs = daysBefore === 0 ? firstMs - UNSEEN_START_MS - GROWTH_MS : lastMs + SETTLING_MS;
  return { from: instantOf(fromMs - daysBefore * DAY), to: instantOf(lastMs + JUDGED_AFTER_MS - daysBefore * DAY) };
};

/** What is held of a service around a change. */
export interface Release {
  readonly change: DeployedChange;
  readonly at: Instant;
  readonly watched: Situation['watched'];
  readonly cpu: WatchedSeries | undefined;
  /** Values of `spanLookedAt`. */
  readonly lookup: (daysBefore: number) => SeriesLookup;
}

type Span = readonly [fromMs: number, toMs: number];

const countOf = ([fromMs, toMs]: Span): number => Math.max(0, Math.floor((toMs - fromMs) / MINUTE));

const minutesOf = ({ watched, cpu, lookup }: Release, [fromMs, toMs]: Span, daysBefore: number): ReleaseMinutes => {
  const held = lookup(daysBefore);
  const shift = daysBefore * DAY;
  const startMs = Math.ceil(fromMs / MINUTE) * MINUTE - shift;
  const window = { startMs, stepMs: MINUTE, count: countOf([startMs, toMs - shift]) };
  const on = (series: WatchedSeries | undefined): Values | undefined =>
    series === undefined ? undefined : valuesOnWindow(series, held(series.metric), window);
  const observed: Observed = Object.fromEntries(
    Object.entries(watched).map(([role, series]) => [role, on(series)] as const),
  );
  const { serverErrors, balancerErrors, requests, memory } = observed;
  const counts = serverErrors !== undefined || balancerErrors !== undefined;
  return {
    latency: latencyOf(observed),
    requests,
    failed: counts ? failedOf(observed, window.count) : undefined,
    memory,
    cpu: on(cpu),
  };
};

const situationOf = ({ watched, lookup }: Release, at: Instant): Situation =>
  seriesAlone({ at, watched, lookup: lookup(0), memoryLimitPercent: 100 });

/** Minutes until memory is full, at the end of either: only that it has begun to grow says something. */
const growthOf = (release: Release, [begunMs, endMs]: Span): readonly Comparison[] => {
  const [before, after] = [begunMs, endMs].map((ms) => memoryExhaustionMinutes(situationOf(release, instantOf(ms))));
  if (before === undefined || after === undefined) return [];
  const says = after < MOST_MINUTES && before === MOST_MINUTES ? 'worse' : 'same';
  return [{ what: 'growth', unit: 'min', before, after, says }];
};

interface Looked {
  /** What is judged. */
  readonly after: Span;
  /** What of the release before is looked at, of which day. */
  readonly before: Span;
  /** Since when the release before stood. */
  readonly stoodSinceMs: number;
  readonly against: string | null;
}

/** Why nobody can tell, before any value is looked at. */
const unlike = ({ change }: Release, { after, before }: Looked): string | undefined => {
  const { rollout, firstAt: begunAt, others } = change;
  if (rollout.status === 'STARTED') return 'nobody said that the deploy is done';
  if (rollout.status === 'FAILED') return 'the deploy failed';
  if (rollout.status === 'ROLLED_BACK') return 'the deploy was rolled back';
  const within = others.find(
    ({ firstAt, lastAt }) => epochOf(lastAt) >= epochOf(begunAt) && epochOf(firstAt) < after[1],
  );
  if (within !== undefined) return `deploy ${within.id} came within the half hour after it, or while it rolled`;
  if (before[1] - before[0] < LEAST_BEFORE_MS)
    return `the release before it stood for less than ${spokenDuration(LEAST_BEFORE_MS)}`;
  return undefined;
};

const lookedAt = ({ change: { firstAt, lastAt, isStartKnown, others } }: Release): Looked => {
  const doneMs = epochOf(lastAt);
  const begunMs = epochOf(firstAt) - (isStartKnown ? 0 : UNSEEN_START_MS);
  const earlier = others.findLast((other) => other.lastAt < firstAt);
  const stoodSinceMs = earlier === undefined ? -Infinity : epochOf(earlier.lastAt) + SETTLING_MS;
  return {
    after: [doneMs + SETTLING_MS, doneMs + JUDGED_AFTER_MS],
    before: [Math.max(begunMs - BEFORE_MS, stoodSinceMs), begunMs],
    stoodSinceMs,
    against: earlier?.id ?? null,
  };
};

const isAlike = (one: Values | undefined, other: Values | undefined): boolean => {
  const times = median(one ?? []) / median(other ?? []);
  return times <= ALIKE && times >= 1 / ALIKE;
};

/** The nearest day whose traffic was like it, while the release before stood; undefined: none is known. */
const likeHours = (
  release: Release,
  { after, before, stoodSinceMs }: Looked,
  now: ReleaseMinutes,
): { readonly daysBefore: number; readonly minutes: ReleaseMinutes } | undefined => {
  for (const daysBefore of LIKE_DAYS) {
    const span = daysBefore === 0 ? before : after;
    if (daysBefore > 0 && span[0] - daysBefore * DAY < stoodSinceMs) return undefined;
    const minutes = minutesOf(release, span, daysBefore);
    if (isAlike(minutes.requests, now.requests)) return { daysBefore, minutes };
  }
  return undefined;
};

/**
 * What became of a service by a deploy: half an hour after its last word, without the first five minutes, against the hour
 * before its first word; where traffic was another then, against the same time of a day or a week before, if the release
 * before stood then. Unlike hours, too little traffic, other deploys and trouble before it are said, and compared with nothing.
 */
export const judgeRelease = (release: Release): ReleaseVerdict => {
  const { change, at } = release;
  const { rollout } = change;
  const looked = lookedAt(release);
  const said = { id: rollout.id, deployedAt: rollout.firstAt, at, against: looked.against };
  const cannot = (why: string): ReleaseVerdict => ({
    ...said,
    verdict: 'cannot-tell',
    why,
    daysBefore: 0,
    compared: [],
  });
  const why = unlike(release, looked);
  if (why !== undefined) return cannot(why);
  const now = minutesOf(release, looked.after, 0);
  if (now.requests === undefined) return cannot('nobody counts its requests, or they could not be read');
  if (sumOf(now.requests) < FEWEST_REQUESTS)
    return cannot(`fewer than ${String(FEWEST_REQUESTS)} requests came in the half hour after it`);
  const like = likeHours(release, looked, now);
  if (like === undefined) return cannot('traffic was another than before it, and no like hour is known');
  const begun = situationOf(release, instantOf(looked.before[1]));
  if (like.daysBefore === 0 && troubleIn(begun, observationOf(begun)) !== undefined)
    return cannot('the service was in trouble before it');
  const compared = [
    ...compare({ before: like.minutes, after: now }),
    ...growthOf(release, [looked.before[1], looked.after[1]]),
  ];
  if (!compared.some(({ what }) => what === 'latency' || what === 'errors'))
    return cannot('neither latency nor errors are known of both');
  return { ...said, daysBefore: like.daysBefore, compared, ...decided(compared) };
};
