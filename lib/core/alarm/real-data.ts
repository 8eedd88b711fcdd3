import { epochOf, MINUTE, SECOND } from '../time.ts';
import { parseTimestamp } from './alarm-timestamp.ts';
import type { AlarmState } from './definition.ts';
import { fieldsOf, type JsonObject, listOf, parsedJson, textOf } from '../json-value.ts';
import { safeText } from '../safe-text.ts';

const MISSING = /no datapoints were received|missing datapoints? (?:was|were) treated as \[NonBreaching\]/iu;

/** CloudWatch has the datapoints of a metric that still reports within so many periods, and five minutes at least. */
const MOST_PERIODS_LATE = 3;
const LATE_MS = 5 * MINUTE;

/** Whether the newest datapoint is so old that an OK only means that the breaching ones before it are out of sight. */
const isStale = (data: JsonObject): boolean => {
  const queriedAt = parseTimestamp(data['queryDate']);
  const times = listOf(data['evaluatedDatapoints'])
    .map(fieldsOf)
    .flatMap(({ timestamp, value }) => {
      const at = typeof value === 'number' ? parseTimestamp(timestamp) : undefined;
      return at === undefined ? [] : [epochOf(at)];
    });
  if (queriedAt === undefined || times.length === 0) return false;
  const period = typeof data['period'] === 'number' ? data['period'] * SECOND : MINUTE;
  return epochOf(queriedAt) - Math.max(...times) - period > Math.max(MOST_PERIODS_LATE * period, LATE_MS);
};

const restsOnMissingData = ({ reason, reasonData }: JsonObject): boolean => {
  if (typeof reason === 'string' && MISSING.test(safeText(reason, 4_096))) return true;
  const data = typeof reasonData === 'string' ? parsedJson(reasonData) : reasonData;
  const { recentDatapoints: recent, ...rest } = fieldsOf(data);
  return (Array.isArray(recent) && recent.length === 0) || isStale(rest);
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
  state !== 'OK' || !restsOnMissingData(fieldsOf(detail['state'])) || countsOnly(fieldsOf(detail['configuration']));
