import type { AlarmState } from './definition.ts';
import { fieldsOf, type JsonObject, listOf, textOf } from '../json-value.ts';
import { safeText } from '../safe-text.ts';
import { MINUTE } from '../time.ts';
import { reasonDataIn, rhythmOf, seenDatapoints } from './seen-datapoints.ts';

const REASON_LIMIT = 4_096;
const MISSING = /no datapoints were received|missing datapoints? (?:was|were) treated as \[NonBreaching\]/iu;

/** An alarm without datapoints to alarm of its own says no more; the other words name how many are enough for OK. */
const ONE_IS_ENOUGH =
  /^thresholds? crossed: \d{1,4} datapoints? \[|\(minimum 1 datapoint for ALARM -> OK transition\)/iu;
const CREATED = /^Unchecked: Initial alarm creation/iu;

/** A metric that still reports has a datapoint within so many of its beats, and five minutes at least. */
const MOST_BEATS_LATE = 3;
const LATE_MS = 5 * MINUTE;
/** And one that came a moment ago is no older, but where the metric is slower. */
const LATEST_MS = 15 * MINUTE;

const reasonOf = ({ reason }: JsonObject): string => (typeof reason === 'string' ? safeText(reason, REASON_LIMIT) : '');

/**
 * Whether a datapoint made it OK by coming, however old it was then. It must have where there was none before, and
 * where a single one that does not breach is enough: such an alarm would have been OK since the datapoint was there.
 */
const hasCome = (state: JsonObject, before: JsonObject): boolean =>
  (before['value'] === 'INSUFFICIENT_DATA' && !CREATED.test(reasonOf(before))) || ONE_IS_ENOUGH.test(reasonOf(state));

/**
 * Whether the newest datapoint is so old, by the metric's own rhythm, that an OK only means that the breaching ones
 * before it are out of sight. A metric that was late when the alarm fired may be so again.
 */
const isStale = (state: JsonObject, before: JsonObject): boolean => {
  const [seen, seenBefore] = [seenDatapoints(state), seenDatapoints(before)];
  const rhythmMs = rhythmOf(seen, seenBefore);
  const cameNow = hasCome(state, before);
  if (seen.ageMs === undefined || (cameNow && rhythmMs === undefined)) return false;
  const beatMs = Math.max(seen.periodMs, rhythmMs ?? 0);
  const usualMs = beatMs + Math.max(MOST_BEATS_LATE * beatMs, cameNow ? LATEST_MS : LATE_MS);
  return seen.ageMs > Math.max(usualMs, 2 * (seenBefore.ageMs ?? 0));
};

const restsOnMissingData = (state: JsonObject, before: JsonObject): boolean => {
  if (MISSING.test(reasonOf(state))) return true;
  const { recentDatapoints: recent } = reasonDataIn(state);
  return (Array.isArray(recent) && recent.length === 0) || isStale(state, before);
};

/** Whether every metric of the alarm counts things: no datapoint of a count means that nothing happened. */
const countsOnly = (configuration: JsonObject): boolean => {
  const stats: string[] = [];
  for (const query of listOf(configuration['metrics'])) {
    const { metricStat } = fieldsOf(query);
    if (metricStat !== undefined) stats.push((textOf(fieldsOf(metricStat)['stat']) ?? '').toLowerCase());
  }
  return stats.length > 0 && stats.every((stat) => stat === 'sum' || stat === 'samplecount');
};

/**
 * Whether an OK may end anything. One that rests on missing data may only where all metrics are counts: a dead service
 * has no latency and no memory. Any other state is what it says.
 */
export const isOnRealData = (state: AlarmState, detail: JsonObject): boolean =>
  state !== 'OK' ||
  !restsOnMissingData(fieldsOf(detail['state']), fieldsOf(detail['previousState'])) ||
  countsOnly(fieldsOf(detail['configuration']));
